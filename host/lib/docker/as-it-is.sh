# Checks of services as they are, whatever any plan says of them.
# needs: docker/containers docker/images docker/services step/checks
# gives: services_here service_as_it_is
# reads: PROJECT

# The services that have a container, a line each.
services_here() {
  docker ps -a --filter "label=com.docker.compose.project=$PROJECT" --filter label=com.docker.compose.oneoff=False \
    --format '{{.Label "com.docker.compose.service"}}' | sort -u
}

# service_as_it_is SERVICE: whether each of its containers is well, and the name of their image still means it.
service_as_it_is() {
  local ok=no number image REFERENCES
  number=$(containers_of "$1" | wc -l)
  if ((number == 0)); then
    check check.health "health of $1" no 'it has no container'
    return
  fi
  if SCALE="$1=$number" wait_for "$1" '' 3; then ok=yes; fi
  check check.health "health of $1" "$ok" "$state, restarted $(restarts_of "$container" || true) times by Docker${hopeless:+; $hopeless}$(if ((number > 1)); then printf '; %s containers' "$number"; fi)"
  image=$(image_of "$container" || true)
  REFERENCES="$1=$(docker inspect -f '{{.Config.Image}}' "$container" || true)"
  if [[ -n $image ]]; then check_names "$1=$image"; fi
}
