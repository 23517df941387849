# Tells which Compose projects run from DIRECTORY, and what the containers of PROJECT, where one is named, say of
# themselves. Reads only; prints facts like queries/detect.sh.
# needs: patience docker/projects
# reads: DIRECTORY PROJECT
look

# tell NAME COMMAND…: what a command prints, as a fact; its own words and the end where it fails.
tell() {
  local name=$1 error
  shift
  {
    error=$({ "$@" | fact "$name"; } 2>&1 >&4) || {
      printf '%s' "${error:-no answer within $PATIENCE s}" | fact docker.error
      exit 0
    }
  } 4>&1
}

here=$(ask_disk "directory $DIRECTORY" realpath -e -- "$DIRECTORY" || true)
if [[ -n $here ]]; then printf '%s' "$here" | fact directory; fi

# Compose writes down the directory as it was typed.
for directory in "$DIRECTORY" "$here"; do
  if [[ -z $directory ]]; then continue; fi
  tell projects list_projects "$directory"
  if [[ $here == "$DIRECTORY" ]]; then break; fi
done

if [[ -n $PROJECT ]]; then tell containers describe_containers "$PROJECT"; fi
