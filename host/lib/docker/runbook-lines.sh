# What of the runbook a person types at Docker and Compose. Each line is whole: it goes as it stands into a bare shell.
# needs: docker/projects docker/compose
# gives: words_typed see_containers see_images there_lines find_call tag_lines up_line connect_lines down_line restart_lines
# gives: stop_line start_line images_line containers_line probe_line find_inside copy_line has_nameless
# reads: DATABASE_SERVICE DIRECTORY PROJECT STATE

# words_typed TEXT…: sets `typed` to them as words of a shell, in quotes only where they need them. What sets a variable starts no
# process: a runbook has hundreds of words.
words_typed() {
  local word
  typed=''
  for word in "$@"; do
    if [[ ! $word =~ ^[A-Za-z0-9_./:=@%+,-]+$ ]]; then word="'${word//\'/\'\\\'\'}'"; fi
    typed+="${typed:+ }$word"
  done
}

# By service: the names of its containers, the newest one's image, how many there are, whether it has ended well for good; and the
# places that the database's container has mounted.
declare -A names_by=() runs_by=() count_by=() ended_by=()
seen_services=() mounted_places='' nameless_by=''
RUNBOOK_FORMAT='{{index .Config.Labels "com.docker.compose.service"}}{{"\t"}}{{.Name}}{{"\t"}}{{.Image}}{{"\t"}}{{.State.Status}} {{.State.ExitCode}} {{.HostConfig.RestartPolicy.Name}}{{"\t"}}{{range .Mounts}}{{.Destination}}:{{end}}{{"\t"}}{{range .Mounts}}{{.Name}} {{end}}'
# Sets those; fails where Docker does not answer.
see_containers() {
  local found service name image state places volumes
  local -a ids
  found=$(containers_in "$PROJECT") || return 1
  if [[ -z $found ]]; then return 0; fi
  mapfile -t ids <<<"$found"
  found=$(docker inspect -f "$RUNBOOK_FORMAT" "${ids[@]}") || return 1
  while IFS=$'\t' read -r service name image state places volumes; do
    if [[ -z $service ]]; then continue; fi
    if [[ -z ${runs_by[$service]-} ]]; then seen_services+=("$service") runs_by[$service]=$image; fi
    names_by[$service]+="${names_by[$service]:+ }${name#/}" count_by[$service]=$((${count_by[$service]:-0} + 1))
    if [[ $state =~ ^exited\ 0\ (no|on-failure)?$ ]]; then ended_by[$service]=yes; fi
    if [[ $service == "$DATABASE_SERVICE" ]]; then mounted_places=$places; fi
    if [[ $volumes =~ [0-9a-f]{64} && " $nameless_by " != *" $service "* ]]; then nameless_by+="${nameless_by:+ }$service"; fi
  done <<<"$found"
}
has_nameless() { [[ -n $nameless_by ]] && printf '%s' "$nameless_by"; }
# Sets `container_names` to the containers of services as words of a line.
find_names() {
  local service
  container_names=''
  for service in "$@"; do
    if [[ -n ${names_by[$service]-} ]]; then container_names+="${container_names:+ }${names_by[$service]}"; fi
  done
}

# see_images ID…: those of them that are on this host, a line each.
see_images() { if (($#)); then docker image inspect -f '{{.Id}}' "$@" 2>/dev/null || true; fi; }

# What a section begins with: the directory, and the Docker that is in use where it is not the usual one.
there_lines() {
  local typed
  words_typed cd "$DIRECTORY"
  printf '%s\n' "$typed"
  if [[ ${DOCKER_HOST:-unix:///var/run/docker.sock} != unix:///var/run/docker.sock ]]; then
    words_typed "DOCKER_HOST=$DOCKER_HOST"
    printf 'export %s\n' "$typed"
  fi
}

# Sets `composed` to Compose as it is called for the release that was read last, in DIRECTORY.
find_call() {
  local file typed
  local -a command=(docker-compose) settings=() given=()
  if [[ ${release[version]:-v2} == v2 ]]; then
    if ((${#COMPOSE_V2[@]} == 0)); then find_compose_v2; fi
    command=("${COMPOSE_V2[@]}")
  fi
  if ((${#variables_in[@]})); then settings=(env "${variables_in[@]}"); fi
  given=(-p "$PROJECT")
  # Compose would take the directory of its first file for the project's.
  if [[ ${release[files]-} == */* ]]; then given+=(--project-directory "$DIRECTORY"); fi
  for file in ${release[files]-}; do given+=(-f "$file"); done
  for file in "${env_in[@]}"; do given+=(--env-file "$file"); done
  words_typed "${settings[@]}" "${command[@]}" "${given[@]}"
  composed=$typed
}
composed=''

# tag_lines HERE: a line for each service that gives its image the name by which it is asked for; HERE are the images on this host.
# A name by digest always means the same image.
tag_lines() {
  local service id name typed
  for service in "${releases_services[@]}"; do
    id=${image_in[$service]} name=${reference_in[$service]}
    if [[ -z $id ]]; then
      printf '# The image of %s is not known. This builds it again:\n%s build %s\n' "$service" "$composed" "$service"
      continue
    elif [[ $'\n'$1$'\n' != *$'\n'$id$'\n'* ]]; then
      printf '# The image of %s is gone from this host: %s\n' "$service" "$id"
      words_typed "$STATE/images/${id#sha256:}.tar"
      if [[ -f $STATE/images/${id#sha256:}.tar ]]; then
        printf 'docker load -i %s\n' "$typed"
      else
        printf '# Pull it, or build it again:\n%s build %s\n' "$composed" "$service"
        continue
      fi
    fi
    words_typed "$name"
    if [[ -n $name && $name != *@* ]]; then printf 'docker tag %s %s\n' "$id" "$typed"; fi
  done
}

# up_line OPTION… -- SERVICE…: brings them up with the images that there are.
up_line() {
  local service number typed
  local -a options=() scale=()
  while [[ $1 != -- ]]; do options+=("$1"); shift; done
  shift
  if [[ ${release[version]:-v2} == v2 ]]; then options+=(--pull never); fi
  for service in "$@"; do
    number=${scale_in[$service]:-${count_by[$service]:-1}}
    if [[ $number != 1 ]]; then scale+=(--scale "$service=$number"); fi
  done
  words_typed "${options[@]}" "${scale[@]}" "$@"
  printf '%s up -d --no-build %s\n' "$composed" "$typed"
}

# What the release that was read last was connected to by hand.
connect_lines() {
  local line service network aliases one typed
  local -a options
  for line in "${connected_in[@]}"; do
    read -r service network aliases <<<"$line"
    options=()
    for one in ${aliases//,/ }; do options+=(--alias "$one"); done
    for one in ${names_by[$service]-}; do
      words_typed "${options[@]}" "$network" "$one"
      printf 'docker network connect %s\n' "$typed"
    done
  done
}

# Takes containers and networks away. No volume goes.
down_line() {
  if [[ ${release[version]:-v2} == v2 ]]; then printf "%s --profile '*' down\n" "$composed"; else printf '%s down\n' "$composed"; fi
}

# A line for each service that restarts its containers as they are.
restart_lines() {
  local service
  for service in "${seen_services[@]}"; do
    if [[ -n ${ended_by[$service]-} ]]; then
      printf '# %s has done its work and ended: there is nothing to restart.\n' "$service"
    elif [[ $service == "$DATABASE_SERVICE" ]]; then
      printf '# The database: the app loses its connections meanwhile.\ndocker restart -t 120 %s\n' "${names_by[$service]}"
    else
      printf 'docker restart %s\n' "${names_by[$service]}"
    fi
  done
}
stop_line() { containers_typed stop "$@"; }
start_line() { containers_typed start "$@"; }
containers_typed() {
  local verb=$1 container_names
  shift
  find_names "$@"
  if [[ -n $container_names ]]; then printf 'docker %s %s\n' "$verb" "$container_names"; else printf '# The names of the containers are not known: docker %s them.\n' "$verb"; fi
}

# Shows the images of this host.
images_line() { printf 'docker image ls --no-trunc\n'; }

# Shows the containers of the deployment.
containers_line() {
  printf "docker ps -a --filter label=com.docker.compose.project=%s --format 'table {{.Names}}\\\\t{{.Status}}\\\\t{{.Image}}'\n" "$PROJECT"
}

# Where a container's port is: published, of the host's own network, else the container's address.
PORT_FORMAT='{{if eq .HostConfig.NetworkMode "host"}}127.0.0.1:PORT{{else}}{{range .NetworkSettings.Networks}}{{.IPAddress}}:PORT {{end}}{{end}}'
# probe_line URL: calls it, and prints the status that is answered. A service by its name is called where Docker has it by then.
probe_line() {
  local url=$1 rest host port=80 name at='' typed
  rest=${url#*://} host=${rest%%[:/?#]*} name=${names_by[$host]-} name=${name%% *}
  if [[ -n $name ]]; then
    if [[ $url == https:* ]]; then port=443; fi
    if [[ $rest =~ ^[^:/?#]+:([0-9]+) ]]; then port=${BASH_REMATCH[1]}; fi
    printf -v at "(docker port %s %s/tcp; docker inspect -f '%s' %s) 2>/dev/null | head -n 1 | cut -d ' ' -f 1" "$name" "$port" "${PORT_FORMAT//PORT/$port}" "$name"
    at="--noproxy '*' --connect-to \"::\$($at)\" "
  fi
  words_typed "$url"
  printf "curl -sS -m 5 -o /dev/null -w '%%{http_code}\\\\n' %s%s\n" "$at" "$typed"
}

# find_inside [-i] SERVICE: sets `at` to what stands before a command in its container.
find_inside() {
  local input=''
  if [[ $1 == -i ]]; then input=' -i'; shift; fi
  if [[ -n ${names_by[$1]-} ]]; then
    at="docker exec$input ${names_by[$1]%% *}"
  else
    at="docker exec$input \"\$(docker ps -q --filter label=com.docker.compose.project=$PROJECT --filter label=com.docker.compose.service=$1 | head -n 1)\""
  fi
}
# copy_line FILE SERVICE PLACE: a file of this host, into its container.
copy_line() {
  local typed
  words_typed "$1" "${names_by[$2]%% *}:$3"
  printf 'docker cp %s\n' "$typed"
}
