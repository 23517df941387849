# Shared by every script that runs on the deployment host. In front of it stand assignments of the
# deployment's identity (DIRECTORY, STATE, …); the pins (ROLLBACK, COMMIT, …) are in the environment.
set -euo pipefail
shopt -s inherit_errexit
export LC_ALL=C.UTF-8 GIT_TERMINAL_PROMPT=0 GIT_OPTIONAL_LOCKS=0
# Neither a git that calls us nor an operator's shell may tell git or Compose where or what to work on.
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_COMMON_DIR GIT_NAMESPACE GIT_OBJECT_DIRECTORY \
  GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_QUARANTINE_PATH GIT_PREFIX COMPOSE_FILE COMPOSE_PROJECT_NAME
# Compose fills ${…} in from the environment first: our own names must not get into its files.
export -n DIRECTORY STATE PROJECT FILES COMPOSE HEALTH TRIES CRITICAL ENVIRONMENT DATABASE DATABASE_NAME \
  DATABASE_USER DATABASE_SERVICE ROLLBACK COMMIT IMAGES REFERENCES LINKS

now() { date -u +%Y-%m-%dT%H:%M:%S.%3NZ; }

# A JSON string of any text: bytes that are no UTF-8 and control characters are left out.
json_string() {
  local text
  text=$(printf '%s' "$1" | { iconv -f UTF-8 -t UTF-8 -c || true; } | tr -d '\000-\010\013\014\016-\037\177')
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

# Git as the owner of the checkout, who alone git trusts there, with that user's own git settings. Off is
# what would run other programs, leave something running behind, or write where only reading was asked.
checkout_git() {
  local -a as=()
  local owner group home groups=--clear-groups
  read -r owner group < <(stat -c '%u %g' "$DIRECTORY")
  if ((EUID == 0 && owner != 0)); then
    if home=$(getent passwd "$owner" | cut -d: -f6); then groups=--init-groups; fi
    as=(setpriv --reuid "$owner" --regid "$group" "$groups" env -u XDG_CONFIG_HOME "HOME=${home:-/nonexistent}")
  fi
  "${as[@]}" git -c core.hooksPath=/dev/null -c core.fsmonitor=false -c advice.detachedHead=false \
    -c gc.auto=0 -c maintenance.auto=false -c log.showSignature=false -C "$DIRECTORY" "$@"
}

# The full hash of a commit that the checkout has. On failure it prints what git says instead.
local_commit() {
  local hash
  if hash=$(checkout_git rev-parse --verify --end-of-options "$1^{commit}" 2>/dev/null); then
    printf '%s' "$hash"
  else
    checkout_git rev-parse --verify --end-of-options "$1^{commit}" 2>&1
  fi
}

# Paths of tracked files that differ from HEAD, each ended by a NUL. Unlike `git diff`, which writes the
# index anew when a file was only touched, this changes nothing.
modified_files() {
  checkout_git -c status.relativePaths=false status --porcelain=v1 -z --no-renames --untracked-files=no "$@" |
    cut -z -c 4-
}

# The remote that the deployment comes from: the branch's own, else origin, else the first.
remote_of() {
  local branch remote
  branch=$(checkout_git symbolic-ref -q --short HEAD || true)
  remote=$(checkout_git config "branch.$branch.remote" || true)
  if [[ -z $remote || $remote == . ]]; then
    remote=$(checkout_git remote | sort | awk 'NR == 1 || $0 == "origin" { chosen = $0 } END { print chosen }')
  fi
  printf '%s' "$remote"
}

# git fetch or ls-remote that asks nobody anything, gives a silent remote up, and leaves submodules alone.
remote_git() {
  local ssh
  ssh=${GIT_SSH_COMMAND:-$(checkout_git config core.sshCommand || printf ssh)}
  GIT_SSH_COMMAND="$ssh -o BatchMode=yes -o ConnectTimeout=10" \
    checkout_git -c http.lowSpeedLimit=1 -c http.lowSpeedTime=15 -c fetch.recurseSubmodules=false "$@"
}

# Looks a commit up at the remote, its objects going to a directory aside: no ref and no file of the
# checkout changes. From here on git sees them too. Sets `aside` to its full hash.
fetch_aside() {
  local objects remote
  remote=$(remote_of)
  if [[ -z $remote ]]; then return 1; fi
  objects=$(checkout_git rev-parse --path-format=absolute --git-path objects)
  quarantine=$(mktemp -d)
  trap 'rm -rf "$quarantine"' EXIT
  chown --reference="$DIRECTORY" "$quarantine"
  export GIT_OBJECT_DIRECTORY=$quarantine GIT_ALTERNATE_OBJECT_DIRECTORIES=$objects
  remote_git fetch --quiet --dry-run --no-write-fetch-head "$remote" \
    '+refs/heads/*:refs/remotes/aside/*' '+refs/tags/*:refs/tags/*' 2>/dev/null || return 1
  if aside=$(local_commit "$1"); then return 0; fi
  aside=$(remote_git ls-remote "$remote" "refs/tags/$1^{}" "refs/tags/$1" "refs/heads/$1" | sort -k2r | cut -f1 | head -n 1)
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
  (cd "$DIRECTORY" && COMPOSE_PROJECT_NAME=$PROJECT "${command[@]}" "$@")
}
compose() { compose_in "$DIRECTORY" "$@"; }

# The newest container of a service of the deployment, running or not; nothing when there is none.
container_of() {
  docker ps -aq --no-trunc --filter "label=com.docker.compose.project=$PROJECT" \
    --filter "label=com.docker.compose.service=$1" --filter label=com.docker.compose.oneoff=False | head -n 1
}

# What a container says of itself: starting, healthy, unhealthy (health check), else running, exited, …
state_of() {
  docker inspect -f '{{if and .State.Running (not .State.Restarting) (not .State.Paused)}}{{if .State.Health}}{{.State.Health.Status}}{{else}}running{{end}}{{else}}{{.State.Status}}{{end}}' "$1"
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
  if [[ $url == https:* ]]; then port=443; fi
  if [[ $rest =~ ^[^:/?#]+:([0-9]+) ]]; then port=${BASH_REMATCH[1]}; fi
  address=$(docker port "$container" "$port/tcp" 2>/dev/null | head -n 1 || true)
  address=${address/#0.0.0.0:/127.0.0.1:} address=${address/#:::/[::1]:}
  if [[ -z $address ]]; then
    address=$(docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}' "$container" | cut -d' ' -f1):$port
  fi
  printf '%s' "${url%%://*}://$address${rest#"${rest%%[/?#]*}"}"
}

# call SECONDS TARGET URL: status code and time of one GET, 000 for no answer. TARGET is what became of URL
# by `reachable`; what is on this host is never called through a proxy.
call() {
  local answer
  local -a direct=()
  if [[ $2 != "$3" || $2 =~ ://(localhost|127\.|\[::1\]) ]]; then direct=(--noproxy '*'); fi
  answer=$(curl -q -s -o /dev/null -m "$1" "${direct[@]}" -w '%{http_code}\t%{time_total}' -- "$2" 2>/dev/null || true)
  printf '%s' "${answer:-000	0}"
}

# Query the deployment's database through the container's own socket and client.
database_query() {
  timeout 10 docker exec "$(container_of "$DATABASE_SERVICE")" \
    psql -XAtq -v ON_ERROR_STOP=1 -U "$DATABASE_USER" -d "$DATABASE_NAME" -c "$1" </dev/null && return
  local status=$?
  if ((status == 124)); then echo 'no answer within 10 s'; fi
  return "$status"
}
