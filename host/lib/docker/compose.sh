# Compose, on the deployment's own files.
# needs: docker/containers docker/time-limit patience
# gives: compose definition definition_at definition_as_written written_at hashes_of variables_missing warnings_in env_files_of service_names usual_services usual_at
# reads: COMPOSE DIRECTORY ENV_FILES FILES PROFILES PROJECT VARIABLES

# Compose v2 as this host has it: the plugin of Docker, else a docker-compose that stands alone.
COMPOSE_V2=()
find_compose_v2() {
  COMPOSE_V2=(docker compose)
  if type -P docker-compose >/dev/null && ! docker compose version >/dev/null 2>&1 &&
    [[ $(docker-compose version --short 2>/dev/null) =~ ^v?[2-9] ]]; then COMPOSE_V2=(docker-compose); fi
}

# compose_at DIRECTORY ARGUMENT…: Compose of the major version that made the containers, on the deployment's own files,
# which are in that directory: the checkout's, or another commit's in a copy of it. VARIABLES (NAME=VALUE a line) are given
# to nothing else; Compose reads ENV_FILES instead of .env.
compose_at() {
  local root=$1 file
  shift
  local -a command=(docker-compose) given=()
  if [[ $COMPOSE == v2 ]]; then
    if ((${#COMPOSE_V2[@]} == 0)); then find_compose_v2; fi
    command=("${COMPOSE_V2[@]}")
  fi
  local name=${command[*]}
  command+=(-p "$PROJECT" --project-directory "$root")
  for file in $FILES; do command+=(-f "$root/$file"); done
  while IFS= read -r file; do command+=(--env-file "$file"); done < <(env_files_of "$root")
  if [[ -n ${VARIABLES-} ]]; then mapfile -t given <<<"$VARIABLES"; fi
  # By `env`, as no shell lets UID be set.
  (cd "$root" && patiently "$name" env "${given[@]}" "COMPOSE_PROJECT_NAME=$PROJECT" "${command[@]}" "$@")
}
# The files of ENV_FILES, a line each: those without an absolute path are in that directory.
env_files_of() {
  local file
  for file in ${ENV_FILES-}; do
    if [[ $file == /* ]]; then printf '%s\n' "$file"; else printf '%s\n' "$1/$file"; fi
  done
}
compose() { compose_at "$DIRECTORY" "$@"; }

# every_profile_at DIRECTORY ARGUMENT…: the same with the services of every profile, which Compose v1 cannot be asked for.
every_profile_at() {
  local root=$1
  local -a every=()
  shift
  if [[ $COMPOSE == v2 ]]; then every=(--profile '*'); fi
  compose_at "$root" "${every[@]}" "$@"
}

# definition_at DIRECTORY: what the files there come to, services of every profile included. Nothing is fetched for that
# from another host (Compose, pkg/remote: by these two variables).
definition_at() { without_remotes every_profile_at "$1" config; }
without_remotes() { COMPOSE_EXPERIMENTAL_GIT_REMOTE=false COMPOSE_EXPERIMENTAL_OCI_REMOTE=false "$@"; }
definition() { definition_at "$DIRECTORY"; }
# The checkout's with its variables as they stand there. Compose v1 cannot tell that.
definition_as_written() { [[ $COMPOSE == v2 ]] && every_profile_at "$DIRECTORY" config --no-interpolate; }
# written_at DIRECTORY: the same of the files there, with the env files that services name; older versions cannot tell those.
written_at() { [[ $COMPOSE == v2 ]] && without_remotes every_profile_at "$1" config --no-interpolate --no-env-resolution; }

# hashes_of FILE: Compose's hash of each service of a definition that was printed by `config`, `service hash` a line, as `up`
# gives it to containers in the label config-hash. Of a service in another one's network, or with another one's volumes, `up`
# hashes the id of that one's container (compose, pkg/compose/hash.go and convergence.go). Compose v1 has other hashes.
hashes_of() {
  local -a edits=() owners
  local service id
  if [[ $COMPOSE != v2 ]]; then return 0; fi
  mapfile -t owners < <(sed -nE 's/^    (network_mode|ipc|pid): "?service:([^"]+)"?$/\2/p' "$1" | sort -u)
  for service in "${owners[@]}"; do
    if id=$(container_of "$service") && [[ -n $id ]]; then edits+=(-e "s/^(    (network_mode|ipc|pid): )\"?service:$service\"?\$/\1container:$id/"); fi
  done
  # What is hashed of volumes is the id alone: a service of that name stands for the container.
  while read -r service; do
    id=${service#container:}
    if [[ $id == "$service" ]] && ! { id=$(container_of "$service") && [[ -n $id ]]; }; then continue; fi
    edits+=(-e "/^    volumes_from:\$/,/^    [^ ]/s/^(      - )\"?$service(:r[ow])?\"?\$/\1$id/" -e "s/^services:\$/&\n  $id:\n    image: $id/")
  done < <(volumes_owners "$1")
  if ((${#edits[@]})); then sed -E "${edits[@]}" "$1"; else cat "$1"; fi | FILES='' ENV_FILES='' VARIABLES='' compose_at "$DIRECTORY" -f - --profile '*' config --hash '*'
}
# The services, and the containers as `container:NAME`, whose volumes another one has, a line each.
volumes_owners() { sed -nE '/^    volumes_from:$/,/^    [^ ]/s/^      - "?((container:)?[a-zA-Z0-9._-]+)(:r[ow])?"?$/\1/p' "$1" | sort -u; }

# variables_missing FILE: the variables that Compose says nobody supplies, in what it printed on standard error.
variables_missing() { sed -nE 's/.*required variable ([A-Za-z_][A-Za-z0-9_]*) is missing a value.*/\1/p; s/.*The \\?"?([A-Za-z_][A-Za-z0-9_]*)\\?"? variable is not set.*/\1/p' "$1" | sort -u; }

# What else Compose has to say of files that it can read, a line each: the texts of its warnings.
warnings_in() { sed -nE 's/^time=("[^"]*"|[^ ]*) level=warning msg="(.*)"$/\2/p; s/^WARN(ING)?(\[[0-9]*\]|:) *(.*)$/\3/p' "$1" | sed -E 's/\\"/"/g; s/\\\\/\\/g' | awk '!seen[$0]++' | head -n 20 | cut -c 1-300; }

# The services of the deployment's files, a line each: those of every profile.
service_names() { every_profile_at "$DIRECTORY" config --services; }
# Those that come up without being named: of no profile, or of one of PROFILES. `usual_at DIRECTORY` by the files there.
usual_services() { usual_at "$DIRECTORY"; }
usual_at() {
  local root=$1
  local -a profiles
  read -ra profiles <<<"${PROFILES-}"
  compose_at "$root" "${profiles[@]/#/--profile=}" config --services
}
