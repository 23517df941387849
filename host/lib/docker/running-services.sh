# What runs of the project, service by service.
# needs: docker/projects docker/images docker/containers
# gives: engine_answers compose_labels find_running digests_of pin unsettled restarts_in_all
# reads: DATABASE_SERVICE PROJECT

engine_answers() { docker version >/dev/null 2>&1; }

# How the newest container but the database's was brought up, by its labels: Compose files, env files, directory and version of
# Compose, separated by tabs; fails where there is none.
compose_labels() {
  local id service labels
  while read -r id; do
    labels=$(docker inspect -f '{{with .Config.Labels}}{{index . "com.docker.compose.service"}}{{"\t"}}{{index . "com.docker.compose.project.config_files"}}{{"\t"}}{{index . "com.docker.compose.project.environment_file"}}{{"\t"}}{{index . "com.docker.compose.project.working_dir"}}{{"\t"}}{{index . "com.docker.compose.version"}}{{end}}' "$id")
    service=${labels%%$'\t'*}
    if [[ -n $service && $service != "${DATABASE_SERVICE:-}" ]]; then printf '%s' "${labels#*$'\t'}"; return; fi
  done < <(containers_in "$PROJECT")
  return 1
}

# By service: its image, the name by which that was asked for, Compose's hash of its definition and the version of that Compose,
# of its newest container.
declare -A image_by=() reference_by=() definition_by=() compose_by=()
# Sets those, and `services` to the names but the database's.
find_running() {
  local service image reference definition version
  local -a ids
  services=()
  mapfile -t ids < <(containers_in "$PROJECT")
  if ((${#ids[@]} == 0)); then return 0; fi
  while IFS=$'\t' read -r service image reference definition version; do
    if [[ -z $service || $service == "${DATABASE_SERVICE:-}" || -n ${image_by[$service]-} ]]; then continue; fi
    services+=("$service")
    image_by[$service]=$image reference_by[$service]=$reference definition_by[$service]=$definition compose_by[$service]=$version
  done < <(docker inspect -f '{{index .Config.Labels "com.docker.compose.service"}}{{"\t"}}{{.Image}}{{"\t"}}{{.Config.Image}}{{"\t"}}{{index .Config.Labels "com.docker.compose.config-hash"}}{{"\t"}}{{index .Config.Labels "com.docker.compose.version"}}' "${ids[@]}")
}

# The digests by which registries know an image, as JSON.
digests_of() { docker image inspect -f '{{json .RepoDigests}}' "$1" 2>/dev/null || printf '[]'; }

# pin_of SERVICE COMMIT: the name of ours that keeps its image of that commit.
pin_of() { printf '%s' "chronos-rollback/${PROJECT,,}-${1,,}:${2:0:12}"; }
# pin SERVICE COMMIT IMAGE: of one commit several images may have run; each but the first has its id in its name.
pin() {
  local name known
  name=$(pin_of "$1" "$2")
  known=$(image_id "$name" || true)
  if [[ $known == "$3" ]]; then return; fi
  docker tag "$3" "$name${known:+-${3:7:12}}"
}

# What is not healthy of the project's containers, a line each; nothing where all are: by their health checks, or running
# for two seconds where there is none, or done.
unsettled() {
  local id service state started
  while read -r id; do
    state=$(state_of "$id") || continue
    if [[ $state == healthy ]] || is_done "$id"; then continue; fi
    if [[ $state == running ]]; then
      started=$(docker inspect -f '{{.State.StartedAt}}' "$id")
      if [[ $started < $(now -2) ]]; then continue; fi
      state='running for less than two seconds'
    fi
    service=$(docker inspect -f '{{index .Config.Labels "com.docker.compose.service"}}' "$id")
    printf '%s is %s\n' "$service" "$state"
  done < <(containers_in "$PROJECT")
}

# How often Docker has started any of them again: one that runs for a moment at a time is not well.
restarts_in_all() {
  local id sum=0 one
  while read -r id; do
    one=$(restarts_of "$id") && is_number "$one" && sum=$((sum + one))
  done < <(containers_in "$PROJECT")
  printf '%s' "$sum"
}
