# shellcheck shell=bash
# Sourced by deploy.sh and health-check.sh, from the deployment's directory.

say() { printf '%s\n' "$*"; }
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# A setting: from the environment, else from .env, else the default.
setting() {
  local value=${!1-}
  if [ -z "$value" ] && [ -f .env ]; then value=$(sed -n "s/^$1=//p" .env | tail -n 1); fi
  printf '%s' "${value:-$2}"
}

# "docker compose" (v2) where there is one, else docker-compose (v1); CHRONOS_COMPOSE decides otherwise.
find_compose() {
  read -r -a compose_command <<<"$(setting CHRONOS_COMPOSE '')"
  if [ ${#compose_command[@]} -gt 0 ]; then return; fi
  compose_command=(docker-compose)
  if docker compose version >/dev/null 2>&1; then compose_command=(docker compose); fi
}

compose() { "${compose_command[@]}" -f "$compose_file" "$@" </dev/null; }

# Sets compose_file and project for an environment such as "production".
load_environment() {
  compose_file=docker-compose.$1.yml
  [ -f "$compose_file" ] || fail "unknown environment '$1': there is no $compose_file here"
  project=$(setting COMPOSE_PROJECT_NAME chronos-financial)
}

# The service's container, running or not; nothing when there is none.
container_of() {
  docker ps -aq --filter "label=com.docker.compose.project=$project" \
    --filter "label=com.docker.compose.service=$1" --filter label=com.docker.compose.oneoff=False | head -n 1
}

# running/healthy, restarting/unhealthy, ...; "missing" without a container.
state_of() {
  docker inspect -f '{{.State.Status}}/{{.State.Health.Status}}' "$1" 2>/dev/null || say missing
}

# psql in the database's own container: its tools match its server, its socket needs no password.
sql() {
  docker exec "$(container_of postgres)" psql -X -q -A -t -v ON_ERROR_STOP=1 -U chronos_user -d chronos_financial -c "$1"
}
