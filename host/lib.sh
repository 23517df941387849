# Shared by every script that runs on the deployment host. In front of it stand assignments of the
# deployment's identity (DIRECTORY, STATE, …); the pins (ROLLBACK, COMMIT, …) are in the environment.
set -euo pipefail
shopt -s inherit_errexit
export LC_ALL=C.UTF-8 GIT_TERMINAL_PROMPT=0 GIT_OPTIONAL_LOCKS=0

now() { date -u +%Y-%m-%dT%H:%M:%S.%3NZ; }

# A JSON string of any text: bytes that are no UTF-8 and control characters are left out.
json_string() {
  local text
  text=$(printf '%s' "$1" | iconv -f UTF-8 -t UTF-8 -c | tr -d '\000-\010\013\014\016-\037\177')
  text=${text//\\/\\\\} text=${text//\"/\\\"}
  text=${text//$'\n'/\\n} text=${text//$'\t'/\\t} text=${text//$'\r'/\\r}
  printf '"%s"' "$text"
}

# {"a":"b",…} from words of the form a=b.
json_object() {
  local pair comma=''
  printf '{'
  for pair in "$@"; do
    printf '%s%s:%s' "$comma" "$(json_string "${pair%%=*}")" "$(json_string "${pair#*=}")"
    comma=,
  done
  printf '}'
}

# Git as the owner of the checkout, who alone git trusts there, with the repository's hooks off.
checkout_git() {
  local owner
  owner=$(stat -c %U "$DIRECTORY")
  local -a as=()
  if [[ $owner != "$(id -un)" && $owner != UNKNOWN ]]; then as=(runuser -u "$owner" --); fi
  "${as[@]}" git -c core.hooksPath=/dev/null -c advice.detachedHead=false -C "$DIRECTORY" "$@"
}

# The full hash of a commit that the checkout has. Prints git's error and fails when it has none.
local_commit() { checkout_git rev-parse --verify --end-of-options "$1^{commit}" 2>&1; }

# Looks a commit up at the remote, its objects going to a directory aside: no ref and no file of the
# checkout changes. From here on git sees them too. Sets `aside` to its full hash.
fetch_aside() {
  local objects quarantine remote
  remote=$(checkout_git remote | head -n 1)
  if [[ -z $remote ]]; then return 1; fi
  objects=$(checkout_git rev-parse --path-format=absolute --git-path objects)
  quarantine=$(mktemp -d)
  chown "$(stat -c %U "$DIRECTORY")" "$quarantine"
  trap 'rm -rf "'"$quarantine"'"' EXIT
  export GIT_OBJECT_DIRECTORY=$quarantine GIT_ALTERNATE_OBJECT_DIRECTORIES=$objects
  export GIT_SSH_COMMAND='ssh -o BatchMode=yes -o ConnectTimeout=10'
  checkout_git -c http.lowSpeedLimit=1 -c http.lowSpeedTime=15 fetch --quiet --dry-run \
    --no-write-fetch-head "$remote" '+refs/heads/*:refs/remotes/aside/*' '+refs/tags/*:refs/tags/*' 2>/dev/null || return 1
  if aside=$(local_commit "$1"); then return 0; fi
  aside=$(checkout_git ls-remote "$remote" "refs/tags/$1^{}" "refs/tags/$1" "refs/heads/$1" | sort -k2r | cut -f1 | head -n 1)
  [[ -n $aside ]] && aside=$(local_commit "$aside")
}

# Compose of the major version that made the containers, on the deployment's own files.
# The files are read from $1: the checkout, or a directory that holds another commit's.
compose_in() {
  local root=$1 file
  shift
  local -a command=(docker compose)
  if [[ $COMPOSE == v1 ]]; then command=(docker-compose); fi
  command+=(-p "$PROJECT" --project-directory "$DIRECTORY")
  for file in $FILES; do command+=(-f "$root/$file"); done
  (cd "$DIRECTORY" && "${command[@]}" "$@")
}
compose() { compose_in "$DIRECTORY" "$@"; }

# The newest container of a service of the deployment, running or not; nothing when there is none.
container_of() {
  docker ps -aq --no-trunc --filter "label=com.docker.compose.project=$PROJECT" \
    --filter "label=com.docker.compose.service=$1" --filter label=com.docker.compose.oneoff=False | head -n 1
}

# What a container says of itself: starting, healthy, unhealthy (health check), else running, exited, …
state_of() {
  docker inspect -f '{{if and .State.Running (not .State.Restarting)}}{{if .State.Health}}{{.State.Health.Status}}{{else}}running{{end}}{{else}}{{.State.Status}}{{end}}' "$1"
}

image_of() { docker inspect -f '{{.Image}}' "$1"; }

# A URL whose host is a service becomes one that this host can call: the published port, else the
# container's own address. Any other URL stays as it is.
reachable() {
  local url=$1 rest host port container address
  rest=${url#*://}
  host=${rest%%[:/?#]*}
  container=$(container_of "$host")
  if [[ -z $container ]]; then
    printf '%s' "$url"
    return
  fi
  port=80
  if [[ $rest =~ ^[^:/?#]+:([0-9]+) ]]; then port=${BASH_REMATCH[1]}; fi
  address=$(docker port "$container" "$port/tcp" 2>/dev/null | head -n 1 || true)
  address=${address/0.0.0.0/127.0.0.1}
  if [[ -z $address ]]; then
    address=$(docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}' "$container" | cut -d' ' -f1):$port
  fi
  printf '%s' "${url%%://*}://$address${rest#"${rest%%[/?#]*}"}"
}

# Query the deployment's database through the container's own socket and client.
database_query() {
  timeout 10 docker exec "$(container_of "$DATABASE_SERVICE")" \
    psql -XAtq -v ON_ERROR_STOP=1 -U "$DATABASE_USER" -d "$DATABASE_NAME" -c "$1"
}
