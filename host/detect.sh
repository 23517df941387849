# Collects the facts about the deployment. Reads only. Prints a line a fact: its name and its text in base64.

say() { printf '%s' "$2" | fact "$1"; }

say host "$(uname -n)"
say user "$(id -un)"
say clock "$(now)"

missing=()
for tool in git docker curl flock timeout iconv awk tar; do
  command -v "$tool" >/dev/null || missing+=("$tool")
done
if ((BASH_VERSINFO[0] < 5)); then missing+=('bash 5'); fi
say missing "${missing[*]-}"

if [[ -d $DIRECTORY ]]; then say directory "$(cd "$DIRECTORY" && pwd -P)"; fi

if [[ " ${missing[*]-} " != *" git "* && -d $DIRECTORY ]]; then
  if head=$(local_commit HEAD); then
    say git.head "$head"
    say git.branch "$(checkout_git symbolic-ref -q --short HEAD || true)"
    modified_files | fact git.modified
    checkout_git reflog show --format=%H -n 100 HEAD | fact git.reflog
    checkout_git log -n 300 --exclude=refs/stash --all --format='%H%x09%D%x09%s' | fact git.releases
  else
    say git.error "$head"
    head=''
  fi
fi

# The commit that was asked for; what the checkout does not know is looked up at its remote.
if [[ -n ${head-} && -n $WANTED ]]; then
  if commit=$(local_commit "$WANTED"); then
    say commit "$commit"
  elif [[ $commit == *ambiguous* ]]; then
    say commit.ambiguous "$commit"
  elif fetch_aside "$WANTED"; then
    say commit "$aside"
    say commit.remote yes
  fi
fi

if [[ " ${missing[*]-} " != *" docker "* ]]; then
  say docker.endpoint "${DOCKER_HOST:-$(docker context inspect -f '{{.Endpoints.docker.Host}}' 2>/dev/null || echo unix:///var/run/docker.sock)}"
  if version=$(timeout 10 docker version -f '{{.Server.Version}}' 2>&1); then
    say docker.version "${version##*$'\n'}"
  else
    say docker.error "${version:-no answer within 10 s}"
    version=''
  fi
  say compose.v2 "$(docker compose version --short 2>/dev/null || true)"
  say compose.v1 "$(docker-compose version --short 2>/dev/null | grep '^1\.' || true)"
fi

if [[ -n ${version-} ]]; then
  here=$(cd "$DIRECTORY" 2>/dev/null && pwd -P || printf '%s' "$DIRECTORY")
  mapfile -t projects < <(
    for directory in "$DIRECTORY" "$here"; do
      docker ps -a --filter "label=com.docker.compose.project.working_dir=$directory" \
        --format '{{.Label "com.docker.compose.project"}}'
    done | sort -u
  )
  say projects "${projects[*]-}"
  PROJECT=${PROJECT:-${projects[0]-}}
fi

STATE=${STATE:-/var/lib/chronos-rollback/${PROJECT:-$(basename "$DIRECTORY")}}
for file in journal.jsonl deployments.jsonl; do
  if [[ -r $STATE/$file ]]; then
    fact "$file" <"$STATE/$file"
  elif [[ -e $STATE/$file || (-e $STATE && ! -x $STATE) ]]; then
    say unreadable "$STATE/$file"
  fi
done

if [[ -n ${PROJECT-} && -n ${version-} ]]; then
  # By .ID, the field's name: by .Id Docker falls back to bare JSON, where .State.Health may not be.
  docker ps -aq --filter "label=com.docker.compose.project=$PROJECT" --filter label=com.docker.compose.oneoff=False |
    { xargs -r docker inspect -f '{"id":{{json .ID}},"image":{{json .Image}},"reference":{{json .Config.Image}},"status":{{json .State.Status}},"health":{{if .State.Health}}{{json .State.Health.Status}}{{else}}null{{end}},"exitCode":{{.State.ExitCode}},"oomKilled":{{.State.OOMKilled}},"started":{{json .State.StartedAt}},"restarts":{{.RestartCount}},"labels":{{json .Config.Labels}},"networks":{{json .NetworkSettings.Networks}}}' || true; } |
    fact containers

  # Some calls one after the other; three in a row without an answer are enough.
  while IFS= read -r probe; do
    [[ -n $probe ]] || continue
    name=${probe%%=*} url=${probe#*=} silent=0
    target=$(reachable "$url")
    for _ in $(seq "$TRIES"); do
      answer=$(call 2 "$target" "$url")
      printf '%s\t%s\n' "$name" "$answer"
      if [[ $answer == 000* ]]; then silent=$((silent + 1)); else silent=0; fi
      if ((silent == 3)); then break; fi
    done
  done <<<"$HEALTH" | fact probes

  if answer=$(database_query 'select version()' 2>&1); then
    say database "$answer"
  else
    say database.error "$answer"
  fi
fi

{
  df -Pk "$DIRECTORY" 2>/dev/null | tail -n +2
  if [[ -n ${version-} ]]; then df -Pk "$(docker info -f '{{.DockerRootDir}}' 2>/dev/null)" 2>/dev/null | tail -n +2 || true; fi
} | fact disk || true
