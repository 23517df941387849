# Stops services, and takes away what Compose has made of them. Volumes stay.
# needs: docker/compose docker/containers step/deadline
# gives: stop_services remove_services remove_containers take_down others_on_networks
# reads: COMPOSE PROJECT

# stop_services [-t SECONDS] SERVICE…: with that time to end by themselves.
stop_services() { within compose stop "$@"; }

# The containers of services that are stopped.
remove_services() { within compose rm -f "$@"; }

# remove_containers SERVICE: those of a service, by Docker alone, as no Compose file in the checkout may have it. A volume
# without a name goes with the container that has it.
remove_containers() {
  local found
  local -a containers
  found=$(containers_of "$1") || return 1
  if [[ -z $found ]]; then return 0; fi
  mapfile -t containers <<<"$found"
  within docker stop "${containers[@]}" && within docker rm -f -v "${containers[@]}"
}

# All containers and networks, services of every profile included.
take_down() {
  local -a every=()
  if [[ $COMPOSE == v2 ]]; then every=(--profile '*'); fi
  within compose "${every[@]}" down
}

# others_on_networks SERVICE…: names of containers on the project's networks that are none of these services. Our own
# probes, which have ended, are in nobody's way.
others_on_networks() {
  local network
  for network in $(docker network ls -q --no-trunc --filter "label=com.docker.compose.project=$PROJECT"); do
    docker ps -a --filter "network=$network" --format \
      '{{.Names}}	{{.Label "com.docker.compose.project"}}	{{.Label "com.docker.compose.oneoff"}}	{{.Label "com.docker.compose.service"}}	{{.Label "chronos-rollback.project"}}	{{.State}}'
  done | awk -F '\t' -v project="$PROJECT" -v named="$*" '
    $2 == project && $3 == "False" && index(" " named " ", " " $4 " ") { next }
    $5 == project && $6 != "running" { next }
    !seen[$1]++ { print $1 }'
}
