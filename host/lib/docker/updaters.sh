# What else brings containers up on this host, by itself.
# needs: docker/time-limit
# gives: updaters units_of

# Programs that deploy by themselves, by the image that they run on.
UPDATERS='(.*/)?(watchtower|portainer/agent|coollabsio/coolify|dokploy/dokploy)([:@]|$)'

# The containers of such programs that run, on this host and in any project: name and image, a tab between, a line each.
updaters() { docker ps --format '{{.Names}}\t{{.Image}}' | grep -E "	$UPDATERS" | sort || true; }

# runs_project TEXT DIRECTORY PROJECT: whether a unit of systemd calls Compose for that project, or in that directory.
runs_project() {
  local line word value directory=$2 project=$3
  local -a words
  while IFS= read -r line; do
    value=${line#*=}
    case $line in
      WorkingDirectory=*) value=${value#-} value=${value//\"/} words=("$value") ;;
      Exec*=*) read -ra words <<<"${value//[\"\'=;]/ }" ;;
      *) continue ;;
    esac
    for word in "${words[@]}"; do
      word=${word%/}
      if [[ $word == "$directory" || $word == "$directory"/* || ($word == /* && $(realpath -m -- "$word") == "$directory") ]]; then return 0; fi
    done
    if [[ -n $project && " ${words[*]} " == *" "@(-p|--project-name)" $project "* ]]; then return 0; fi
  done <<<"$1"
  return 1
}

# units_of DIRECTORY PROJECT UNITS…: the units of systemd in those directories that run that Compose project and come up by
# themselves, a line each. Of a template it is the instance that is called like the directory.
units_of() {
  local directory=$1 project=$2 file unit text place instance
  shift 2
  for place in "$@"; do
    while IFS= read -r file; do
      unit=${file##*/} text=$(<"$file")
      if [[ $unit == *@.service ]]; then
        instance=${directory##*/} unit=${unit%.service}${directory##*/}.service
        text=${text//%[iI]/$instance}
      fi
      if runs_project "$text" "$directory" "$project" && comes_up "$unit" "$@"; then printf '%s\n' "$unit"; fi
    done < <(grep -lsE '^Exec[A-Za-z]*=.*docker[- ]compose' "$place"/*.service || true)
  done | sort -u
}

# comes_up UNIT UNITS…: whether systemd starts it at the next boot, or has started it.
comes_up() {
  local unit=$1 place
  shift
  for place in "$@"; do
    if compgen -G "$place/*.wants/$unit" >/dev/null || compgen -G "$place/*.requires/$unit" >/dev/null; then return 0; fi
  done
  timeout 5 systemctl is-active --quiet "$unit" 2>/dev/null
}
