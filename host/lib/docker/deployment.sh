# The deployment's containers: Compose, what runs, how it is called and queried.
# gives: compose_in compose container_of state_of image_of reachable calls database_query
# reads: COMPOSE DATABASE_NAME DATABASE_SERVICE DATABASE_USER DIRECTORY FILES PROJECT

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

# The newest container of a service of the deployment, running or not; nothing when there is none.
container_of() {
  docker ps -aq --no-trunc --filter "label=com.docker.compose.project=$PROJECT" \
    --filter "label=com.docker.compose.service=$1" --filter label=com.docker.compose.oneoff=False | head -n 1
}

# What a container says of itself: starting, healthy, unhealthy (health check), else running, exited, …
STATE_FORMAT='{{if and .State.Running (not .State.Restarting) (not .State.Paused)}}{{if .State.Health}}{{.State.Health.Status}}{{else}}running{{end}}{{else}}{{.State.Status}}{{end}}'
state_of() { docker inspect -f "$STATE_FORMAT" "$1"; }

image_of() { docker inspect -f '{{.Image}}' "$1"; }

# A URL whose host is a service becomes one that this host can call: the published port, else the
# container's own address. Any other URL stays as it is. Fails where Docker does not say.
reachable() {
  local url=$1 rest host port container address
  rest=${url#*://}
  host=${rest%%[:/?#]*}
  container=$(container_of "$host") || return 1
  if [[ -z $container ]]; then
    printf '%s' "$url"
    return
  fi
  port=80
  if [[ $url == https:* ]]; then port=443; fi
  if [[ $rest =~ ^[^:/?#]+:([0-9]+) ]]; then port=${BASH_REMATCH[1]}; fi
  address=$(docker port "$container" "$port/tcp" 2>/dev/null | head -n 1 || true)
  address=${address/#0.0.0.0:/127.0.0.1:} address=${address/#:::/[::1]:}
  if [[ -z $address ]]; then
    address=$(docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}' "$container") || return 1
    address=${address%% *}:$port
  fi
  printf '%s' "${url%%://*}://$address${rest#"${rest%%[/?#]*}"}"
}

# calls COUNT SECONDS TARGET URL: so many GETs one after the other, each with a connection of its own and for so long at
# most: a line of status code and time each, 000 for no answer, which is the last of them. TARGET is what became of URL by
# `reachable`; what is on this host is never called through a proxy.
calls() {
  local answers
  local -a bodies=() urls=() direct=()
  while ((${#urls[@]} < $1)); do bodies+=(-o /dev/null) urls+=("$3"); done
  if [[ $3 != "$4" || $3 =~ ://(localhost|127\.|\[::1\]) ]]; then direct=(--noproxy '*'); fi
  answers=$(curl -q -g -s --fail-early --http1.1 -H 'Connection: close' -m "$2" "${bodies[@]}" "${direct[@]}" -w '%{http_code}\t%{time_total}\n' -- "${urls[@]}" 2>/dev/null || true)
  printf '%s\n' "${answers:-000	0}"
}

# Query the deployment's database through the container's own socket and client. What others have made there under the
# name of one of PostgreSQL's functions is not called.
database_query() {
  local status=0 limit=10
  if declare -F left >/dev/null && (($(left) < limit)); then limit=$(left); fi
  timeout "$limit" docker exec -i -e PGOPTIONS='-c search_path=pg_catalog' "$(container_of "$DATABASE_SERVICE")" \
    psql -XAtq -v ON_ERROR_STOP=1 -U "$DATABASE_USER" -d "$DATABASE_NAME" <<<"$1" || status=$?
  if ((status == 124)); then echo "no answer within $limit s"; fi
  return "$status"
}
