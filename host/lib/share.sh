# Where `checkpoint` was installed for a group, its members may read what it writes, too.
# gives: share
# reads: STATE

# share PATH…: those of them that are there and no links.
share() {
  local group path installed=$STATE/checkpoint
  if [[ $(stat -c %a -- "$installed" 2>/dev/null || true) != 750 ]]; then return 0; fi
  group=$(stat -c %G -- "$installed")
  for path in "$@"; do
    if [[ -L $path || ! -e $path ]]; then continue; fi
    chgrp -- "$group" "$path" && if [[ -d $path ]]; then chmod 0750 -- "$path"; else chmod 0640 -- "$path"; fi
  done
}
