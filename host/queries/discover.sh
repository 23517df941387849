# Tells which Compose projects run from DIRECTORY, and what the containers of PROJECT, where one is named, say of
# themselves. Reads only; prints facts like queries/detect.sh.
# needs: patience
# reads: DIRECTORY PROJECT
look

# tell NAME WORDS…: what Docker answers, as a fact; Docker's own words and the end where it does not.
tell() {
  local name=$1 error
  shift
  {
    error=$({ docker "$@" | fact "$name"; } 2>&1 >&4) || {
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
  tell projects ps -a --filter "label=com.docker.compose.project.working_dir=$directory" --format '{{.Label "com.docker.compose.project"}}'
  if [[ $here == "$DIRECTORY" ]]; then break; fi
done

# A container that Compose has not made can have its labels, too: it inherits them from its image.
if [[ -n $PROJECT ]]; then
  mapfile -t ids < <(docker ps -aq --filter "label=com.docker.compose.project=$PROJECT" --filter label=com.docker.compose.oneoff=False)
  if ((${#ids[@]})); then
    tell containers inspect -f '{"image":{{json .Config.Image}},"env":{{json .Config.Env}},"labels":{{json .Config.Labels}}}' "${ids[@]}"
  fi
fi
