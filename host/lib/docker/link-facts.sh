# What queries/detect.sh tells of links between services.
# needs: docker/containers patience
# gives: link_facts
# reads: LINK_PROBE PROBED

# Each link as its own service sees it, from inside, all at once. None of a service that does not run, or
# whose image has no shell or no HTTP client: nothing can be told of those.
link_facts() {
  local line
  while IFS= read -r line; do
    if [[ -n $line ]]; then link_code "${line%%=*}" "${line#*=}" & fi
  done <<<"${PROBED-}" | fact links
}
link_code() {
  local container code=0
  container=$(container_of "$1")
  if [[ -z $container || ! $(state_of "$container") =~ ^(running|starting|healthy|unhealthy)$ ]]; then return; fi
  timeout -k 2 12 env docker exec "$container" sh -c "$LINK_PROBE" probe "$2" </dev/null >/dev/null 2>&1 3>&- || code=$?
  if gave_up "$code"; then silent "the link of $1 to $2"; fi
  if ((code != 126 && code != 127)); then printf '%s\t%s\n' "$1" "$code"; fi
}
