# Brings services up and waits for them. Nothing is built or pulled.
# needs: docker/compose docker/containers docker/connections step/causes step/deadline
# gives: count_of up bring_all_up recreate restart wait_for tell_why
# reads: COMPOSE DATABASE_SERVICE ONCE PROFILES SCALE

# How long a service has to end by itself: a database more than Compose's ten seconds.
grace_of() { if [[ $1 == "$DATABASE_SERVICE" ]]; then printf -- '-t 120'; fi; }

# count_of SERVICE: how many containers it is to have, by SCALE (service=number …); 1 where that says nothing.
count_of() {
  local pair
  for pair in ${SCALE-}; do
    if [[ ${pair%%=*} == "$1" ]]; then
      printf '%s' "${pair#*=}"
      return
    fi
  done
  printf 1
}

# up SERVICE [OPTION…]: that one and no other, with as many containers as it is to have. Compose creates its container where there is none, recreates it where image or
# definition differ, and starts it.
up() {
  local service=$1
  local -a never=() grace scale=()
  shift
  read -ra grace < <(grace_of "$service"; echo)
  if [[ $COMPOSE == v2 ]]; then never=(--pull never); fi
  if [[ " ${SCALE-}" == *" $service="* ]]; then scale=(--scale "$service=$(count_of "$service")"); fi
  within compose up -d --no-deps --no-build "${never[@]}" "${grace[@]}" "${scale[@]}" "$@" "$service" && connect_again "$service"
}
recreate() { up "$1" --force-recreate; }

# bring_all_up SERVICE…: all services at once, and the networks that they need: the usual ones, and those.
bring_all_up() {
  local -a never=()
  local pair service
  local -a scale=() usual named=() profiles
  if [[ $COMPOSE == v2 ]]; then never=(--pull never); fi
  for pair in ${SCALE-}; do scale+=(--scale "$pair"); done
  mapfile -t usual < <(usual_services)
  for service in "$@"; do
    if [[ " ${usual[*]} " != *" $service "* ]]; then named=("${usual[@]}" "$@"); fi
  done
  read -ra profiles <<<"${PROFILES-}"
  within compose "${profiles[@]/#/--profile=}" up -d --no-build "${never[@]}" "${scale[@]}" "${named[@]}" || return 1
  for service in "$@"; do connect_again "$service" || return 1; done
}

# restart SERVICE IMAGE: its containers as they are, by Docker alone. Fails where there is none, or one of them is not of
# that image, has lost its network, or cannot be started. The newest comes last: once it was restarted, all were.
restart() {
  local found one
  local -a containers grace
  read -ra grace < <(grace_of "$1"; echo)
  found=$(containers_of "$1") || return 1
  printf 'restart %s%s\n' "${grace[*]:+${grace[*]} }" "$1"
  if [[ -z $found ]]; then return 1; fi
  mapfile -t containers < <(tac <<<"$found")
  for one in "${containers[@]}"; do
    if [[ $(image_of "$one") != "$2" ]] || ! connected "$one"; then return 1; fi
  done
  within docker restart "${grace[@]}" "${containers[@]}"
}

# Whether a container is on the network that it was made for, and that one still exists.
connected() {
  local mode id
  mode=$(docker inspect -f '{{.HostConfig.NetworkMode}}' "$1")
  if [[ $mode =~ ^(default|bridge|host|none|container:.*)$ ]]; then return 0; fi
  id=$(docker network inspect -f '{{.Id}}' "$mode" 2>/dev/null) || return 1
  docker inspect -f '{{range .NetworkSettings.Networks}}{{.NetworkID}} {{end}}' "$1" | grep -qw -- "$id"
}

# wait_for SERVICE [IMAGE] [SECONDS]: waits until a service is well, each of its containers: healthy, or without a health
# check running for two seconds on end, or, of ONCE, done; and on the image, when one is named. Gives up early on a container that
# ended and that Docker does not start again, or has started three times meanwhile. Sets `container`,
# `state` and, when it was given up, `hopeless`, by the one that is not well, else by the newest.
wait_for() {
  local service=$1 wanted=${2-} end=$((SECONDS + ${3:-1000000})) index=1 count=1 wanted_count
  wanted_count=$(count_of "$service")
  if ((wanted_count == 0)) && [[ -z $(containers_of "$service") ]]; then
    container='' state='no container, as planned'
    return 0
  fi
  while ((index <= count || index <= wanted_count)); do
    wait_for_one "$service" "$index" "$wanted" "$end" || return 1
    count=$(containers_of "$service" | wc -l)
    index=$((index + 1))
  done
  container=$(container_of "$service")
}

# The same of its container of that index, the newest having 1, until SECONDS is that far.
wait_for_one() {
  local service=$1 index=$2 wanted=$3 end=$4 steady=0 over=0 image restarts first='' last='' known=''
  hopeless=''
  while :; do
    container=${known:-$(containers_of "$service" | sed -n "${index}p")} state='no container' known=''
    if [[ -n $container ]] && read -r image restarts state < <(docker inspect -f "{{.Image}} {{.RestartCount}} $STATE_FORMAT" "$container") &&
      [[ -z $wanted || $image == "$wanted" ]]; then
      if [[ $last != "$restarts" ]]; then steady=0; fi
      first=${first:-$restarts} last=$restarts
      # While it is up there is no other.
      if [[ $state == @(running|starting|unhealthy) ]]; then known=$container; fi
      case $state in
        healthy) return 0 ;;
        running) steady=$((steady + 1)) over=0 ;;
        exited | dead)
          if [[ " ${ONCE-} " == *" $service "* ]] && is_done "$container"; then
            state='done, exit 0'
            return 0
          fi
          steady=0 over=$((over + 1))
          ;;
        *) steady=0 over=0 ;;
      esac
      if ((steady >= 5)); then return 0; fi
      if ((over >= 3)); then hopeless="it ended with $(docker inspect -f '{{.State.ExitCode}}' "$container") and is not started again"; fi
      if ((restarts - first >= 3)); then hopeless="it ends again and again: started $((restarts - first)) times meanwhile"; fi
    fi
    if [[ -n $hopeless ]] || out_of_time || ((SECONDS >= end)); then return 1; fi
    sleep 0.5
  done
}

# Why the service that was last waited for is not well, for a log: its state, and its own last lines, behind those before
# them that tell a cause.
tell_why() {
  printf '%s: %s%s; its last lines:\n' "$1" "$state" "${hopeless:+, $hopeless}"
  if [[ -z $container ]]; then return; fi
  docker logs --tail 300 "$container" 2>&1 | head -n -10 | causes 3 || true
  docker logs --tail 10 "$container" 2>&1
}
