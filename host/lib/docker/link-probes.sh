# A link is probed from its own service's image; from the database's when that one has no HTTP client.
# needs: docker/containers
# gives: find_probes
# reads: DATABASE_SERVICE LINKS PROJECT

can_probe() {
  # shellcheck disable=SC2016 # $tool is for the container's shell.
  timeout "$(left)" docker run --rm --network none --label "chronos-rollback.project=$PROJECT" --entrypoint sh "$1" \
    -c 'for tool in curl wget node python3 bash; do command -v $tool && exit 0; done; exit 1'
}

# probe_image SERVICE IMAGES: the image to probe its link from. IMAGES (service=image …) goes before what runs.
probe_image() {
  local service pair image container
  for service in "$1" ${DATABASE_SERVICE:+"$DATABASE_SERVICE"}; do
    image=''
    for pair in $2; do
      if [[ ${pair%%=*} == "$service" ]]; then image=${pair#*=}; fi
    done
    if [[ -z $image ]] && container=$(container_of "$service") && [[ -n $container ]]; then image=$(image_of "$container"); fi
    if [[ -n $image ]] && can_probe "$image" >&2; then
      printf '%s' "$image"
      return
    fi
  done
  return 1
}

# Finds an image for each of LINKS and sets `probes` to them, as JSON. Sets `unprobed` to the service that has none.
find_probes() {
  local image
  local -a found=()
  for unprobed in $LINKS; do
    image=$(probe_image "$unprobed" "$1") || return 1
    found+=("$unprobed=$image")
  done
  probes=$(json_object "${found[@]}")
}
