# What of the state directory is this project's own: it may have been configured to be a directory in which others keep files, too.
# gives: state_files files_that_stay remove_state_file remove_state_directory
# reads: KEEP_JOURNAL STATE STATES

# state_files: the names of what goes, a line each; the lock, under which they go, and the deploy record, which tells of what
# stays, come last, and so does the journal.
state_files() {
  local path name
  for path in "$STATE"/*; do
    name=${path##*/}
    if [[ -e $path || -L $path ]] && is_ours "${name%.new}"; then printf '%s\n' "$name"; fi
  done | sort -s -k 1,1 | awk '{ last = $0 == "deployments.jsonl" ? 1 : $0 ~ /^journal/ ? 2 : $0 == "lock" ? 3 : 0; print last "\t" $0 }' | sort -s -n -k 1,1 | cut -f 2-
}
is_ours() {
  case $1 in
    journal.jsonl | journal.jsonl.torn-*) [[ -z $KEEP_JOURNAL ]] ;;
    deployments.jsonl | deployments.jsonl.torn-* | lock | lease | deploy.lock | deployment | before | hold | holds) ;;
    checkpoint | checkpoint.lock | checkpoint.being-installed | settings | forgotten | images | reserve | BY-HAND.txt) ;;
    *) [[ $1 =~ ^r-[0-9a-f]{8}$ ]] ;;
  esac
}

# files_that_stay: archives of images, and dumps that are the only ones to have their rows; a path a line.
files_that_stay() {
  local path
  for path in "$STATE"/images/*.tar "$STATE"/r-*/*.dump; do
    if [[ -f $path ]]; then printf '%s\n' "$path"; fi
  done
}

# remove_state_file NAME: but for what stays in it.
remove_state_file() {
  local path=${STATE:?}/$1
  if [[ -d $path && ! -L $path ]]; then
    find "$path" -mindepth 1 -depth \( -type d -empty -o ! -type d ! -name '*.dump' ! -path "${path//[][*?\\]/?}/*.tar" \) -delete
    rmdir --ignore-fail-on-non-empty -- "$path"
  else
    rm -f -- "$path"
  fi
}

# The directory itself, and the one that has those of all projects, where nothing is left in them.
remove_state_directory() {
  if [[ -d $STATE ]]; then rmdir --ignore-fail-on-non-empty -- "$STATE"; fi
  if [[ ${STATE%/*} == "$STATES" && -d $STATES ]]; then rmdir --ignore-fail-on-non-empty -- "$STATES" 2>/dev/null || true; fi
}
