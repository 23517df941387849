# What queries/list-backups.sh tells of the backups.
# BACKUPS: their directory, as the database's container sees it, or this host where the container has none.
# needs: docker/exec postgres/client
# gives: backup_facts
# reads: BACKUPS

# One line a backup, the newest sixty: name, kind, bytes, time of change, inode, first bytes, when the archive was
# made, sidecar and checksum file in base64. For any POSIX shell, as it runs inside the container.
# shellcheck disable=SC2016 # for the shell there
LIST='cd -- "$1" 2>/dev/null || exit 3
now=$(date +%s); echo "clock $now"
ls -t | head -n 200 | while IFS= read -r name; do
  case $name in .* | *.json | *.sha256 | *[[:cntrl:]]*) continue ;; esac
  if [ -d "$name" ]; then kind=directory file=$name/toc.dat; elif [ -f "$name" ]; then kind=file file=$name; else continue; fi
  if [ ! -r "$file" ]; then continue; fi
  count=$((count + 1)); if [ "$count" -gt 60 ]; then break; fi
  magic=$(head -c 8 -- "$file" | od -An -v -tx1 | tr -d " \n")
  made=
  case $magic in 5047444d50*) if command -v pg_restore >/dev/null; then made=$(TZ=UTC pg_restore -l -- "$name" 2>/dev/null | sed -n "s/^; *Archive created at //p" | head -n 1); fi ;; esac
  printf "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n" "$name" "$kind" "$(wc -c <"$file" | tr -d " ")" "$(stat -L -c %Y -- "$name")" "$(stat -L -c %i -- "$name")" "$magic" "$made" \
    "$(head -c 1000000 -- "$name.json" 2>/dev/null | base64 | tr -d "\n")" "$(head -c 500 -- "$name.sha256" 2>/dev/null | base64 | tr -d "\n")"
done'

backup_facts() {
  local listed
  if listed=$(in_container "$server" sh -c "$LIST" list "$BACKUPS" 2>/dev/null); then
    say backups.place container
  elif listed=$(sh -c "$LIST" list "$BACKUPS" 2>/dev/null); then
    say backups.place host
  else
    listed=''
  fi
  printf '%s\n' "$listed" | fact backups
}
