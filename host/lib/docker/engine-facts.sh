# What queries/detect.sh tells of Docker and Compose themselves.
# needs: docker/engine-down docker/time-limit patience
# gives: engine_facts compose_facts engine_directory
# reads: PROJECT

# The program without which there is no runtime; the fact about its disk is called by it, too.
RUNTIME=docker

# Where Docker is, its version, and that of its plugin Compose. Sets `version`, to nothing where Docker does not answer,
# and `v2`. Everything after it asks that Docker, too; one of another host is not asked at all.
engine_facts() {
  local endpoint answer
  endpoint=${DOCKER_HOST:-$(docker context inspect -f '{{.Endpoints.docker.Host}}' 2>/dev/null || echo unix:///var/run/docker.sock)}
  say docker.endpoint "$endpoint"
  export DOCKER_HOST=$endpoint
  version='' v2=''
  if [[ $endpoint != unix://* ]]; then return 0; fi
  if PATIENCE=${PATIENCE:+10} take_answer docker version -f '{{.Server.Version}}'; then
    version=$answer
    say docker.version "$version"
  else
    say docker.error "${answer:-no answer within 10 s}"
    say docker.group "$(stat -L -c %G "${endpoint#unix://}" 2>/dev/null || true)"
    version=''
    if [[ $answer != *'permission denied'* ]]; then engine_down_facts "$endpoint"; fi
  fi
  v2=$(docker compose version --short 2>/dev/null || true)
  if [[ -n $v2 ]]; then say compose.v2 "$v2"; fi
}

# After engine_facts: a docker-compose that stands alone is of use where Docker has no plugin of it, and, where it is v1,
# which takes long to start, if it made the containers.
compose_facts() {
  local alone
  if [[ $DOCKER_HOST != unix://* ]]; then return 0; fi
  if [[ -n $v2 ]] && ! made_by_v1; then return 0; fi
  alone=$(docker-compose version --short 2>/dev/null || true)
  if [[ $alone == 1.* ]]; then
    say compose.v1 "$alone"
  elif [[ -z $v2 && $alone =~ ^v?[2-9] ]]; then
    say compose.v2 "$alone"
    say compose.alone yes
  fi
}
made_by_v1() {
  [[ -n ${PROJECT-} && -n ${version-} ]] && docker ps -a --filter "label=com.docker.compose.project=$PROJECT" \
    --format '{{.Label "com.docker.compose.version"}}' 2>/dev/null | grep -q '^1\.'
}

# Where Docker keeps its data.
engine_directory() { docker info -f '{{.DockerRootDir}}' 2>/dev/null; }
