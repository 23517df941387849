# What files call the project of which Compose makes containers, where nobody types -p.
# needs: docker/compose
# gives: project_named
# reads: ENV_FILES FILES

# project_named DIRECTORY: the name that `.env`, or what is read instead, or a Compose file there gives, else that of the
# directory; nothing where a variable is in it.
project_named() {
  local file found name=''
  local -a sources=("$1/.env")
  if [[ -n ${ENV_FILES-} ]]; then mapfile -t sources < <(env_files_of "$1"); fi
  name=$(cat -- "${sources[@]}" 2>/dev/null | sed -nE "s/^(export +)?COMPOSE_PROJECT_NAME *= *[\"']?([^\"'#[:space:]]*).*/\\2/p" | tail -n 1 || true)
  if [[ -z $name ]]; then
    for file in $FILES; do
      found=$(sed -nE "s/^name: *[\"']?([^\"'#[:space:]]+).*/\\1/p" "$1/$file" 2>/dev/null | tail -n 1)
      name=${found:-$name}
    done
  fi
  if [[ -z $name ]]; then name=$(basename -- "$1" | tr '[:upper:]' '[:lower:]' | sed -E 's/[^-_a-z0-9]//g; s/^[-_]+//'); fi
  if [[ $name != *'$'* ]]; then printf '%s' "$name"; fi
}
