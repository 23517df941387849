# Tells which Compose projects run from DIRECTORY and, where that is only one and DESCRIBE is `yes`, what its containers say
# of themselves; where none runs, which project a rollback was begun for there. Reads only; prints facts like queries/detect.sh.
# needs: patience docker/projects docker/containers git/checkout journal/remembered
# reads: DESCRIBE DIRECTORY
look

# asked COMMAND…: what a command prints; its own words, as a fact, where it fails.
asked() {
  local error
  {
    error=$("$@" 2>&1 >&4) || {
      printf '%s' "${error:-no answer within $PATIENCE s}" | fact docker.error >&3
      return 1
    }
  } 4>&1
}

here=$(ask_disk "directory $DIRECTORY" realpath -e -- "$DIRECTORY" || true)
if [[ -n $here ]]; then printf '%s' "$here" | fact directory; fi

# Compose writes down the directory as it was typed.
labels=''
for directory in "$DIRECTORY" "$here"; do
  if [[ -z $directory ]]; then continue; fi
  text=$(asked list_projects "$directory") || exit 0
  labels+=$text$'\n'
  if [[ $here == "$DIRECTORY" ]]; then break; fi
done
mapfile -t projects < <(real_projects <<<"$labels")
printf '%s\n' "${projects[@]}" | fact projects
if ((${#projects[@]} == 0)); then
  remembered_projects "$DIRECTORY" "${here:-$DIRECTORY}" | fact remembered
  linked_directories "${here:-$DIRECTORY}" | fact linked
fi

# The paths that containers have mounted, a line each, below which git knows something.
tracked_sources() {
  local id source _
  while read -r id; do
    while IFS=$'\t' read -r source _; do
      if [[ -n $(checkout_git --literal-pathspecs ls-files -- "$source" 2>/dev/null | head -n 1 || true) ]]; then printf '%s\n' "$source"; fi
    done < <(binds_of "$id")
  done < <(containers_in "$1") | sort -u
}

if [[ $DESCRIBE == yes ]] && ((${#projects[@]} == 1)); then
  text=$(asked describe_containers "${projects[0]}") || exit 0
  printf '%s' "$text" | fact containers
  describe_images "${projects[0]}" | fact images
  describe_processes "${projects[0]}" | fact processes
  dumps_in "${projects[0]}" | fact dumps
  if [[ -n $here ]]; then tracked_sources "${projects[0]}" | fact tracked; fi
fi
