# Compose, on the deployment's own files.
# needs: docker/time-limit
# gives: compose definition definition_in dockerfiles_in service_names
# reads: COMPOSE DIRECTORY FILES PROJECT

# Compose v2 as this host has it: the plugin of Docker, else a docker-compose that stands alone.
COMPOSE_V2=()
find_compose_v2() {
  COMPOSE_V2=(docker compose)
  if type -P docker-compose >/dev/null && ! docker compose version >/dev/null 2>&1 &&
    [[ $(docker-compose version --short 2>/dev/null) =~ ^v?[2-9] ]]; then COMPOSE_V2=(docker-compose); fi
}

# Compose of the major version that made the containers, on the deployment's own files.
# The files are read from $1: the checkout, or a directory that holds another commit's.
compose_in() {
  local root=$1 file
  shift
  local -a command=(docker-compose)
  if [[ $COMPOSE == v2 ]]; then
    if ((${#COMPOSE_V2[@]} == 0)); then find_compose_v2; fi
    command=("${COMPOSE_V2[@]}")
  fi
  command+=(-p "$PROJECT" --project-directory "$DIRECTORY")
  for file in $FILES; do command+=(-f "$root/$file"); done
  (cd "$DIRECTORY" && COMPOSE_PROJECT_NAME=$PROJECT "${command[@]}" "$@")
}
compose() { compose_in "$DIRECTORY" "$@"; }

# What the deployment's files come to; definition_in DIRECTORY: the files that are there.
definition() { compose config; }
definition_in() { compose_in "$1" config; }

# dockerfiles_in FILE: the Dockerfiles that a definition names, as it names them.
dockerfiles_in() { sed -nE "s/^ *dockerfile: *['\"]?([^'\"]*).*/\1/p" "$1"; }

# The services of the deployment's files, a line each.
service_names() { compose config --services; }
