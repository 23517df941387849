# What queries/detect.sh tells of links between services.
# needs: docker/containers patience
# gives: link_facts
# reads: LINK_PROBE PROBED

# Each link as its own service sees it, from inside, all at once; `unasked` and why, where its image has no shell or no HTTP
# client. None of a service that does not run.
link_facts() {
  local line
  while IFS= read -r line; do
    if [[ -n $line ]]; then link_code "${line%%=*}" "${line#*=}" & fi
  done <<<"${PROBED-}" | fact links
}
# In the host's network nobody knows a service by its name: what is called there is called at 127.0.0.1. These lines of sh, in
# front of the probe, have curl say the name all the same; any other client gets the URL "$2".
# shellcheck disable=SC2016 # for the container's shell
LOCALLY='if command -v curl >/dev/null; then curl() { command curl --noproxy "*" --connect-to "::127.0.0.1:" "$@"; }; else set -- "$2"; fi
'
on_host() { [[ $(docker inspect -f '{{.HostConfig.NetworkMode}}' "$1" 2>/dev/null) == host ]]; }
# called_on_host URL: whether that is a service in the host's network.
called_on_host() {
  local called
  called=$(container_of "$(host_in "$1")") && [[ -n $called ]] && on_host "$called"
}
host_in() { sed -E 's,^[^:]*://,,; s,[:/?#].*,,' <<<"$1"; }

link_code() {
  local container code=0 before='' local_url=''
  container=$(container_of "$1")
  if [[ -z $container || ! $(state_of "$container") =~ ^(running|starting|healthy|unhealthy)$ ]]; then return; fi
  if on_host "$container" && called_on_host "$2"; then before=$LOCALLY local_url=$(sed -E 's,^([^:]*://)[^:/?#]*,\1127.0.0.1,' <<<"$2"); fi
  timeout -k 2 12 env docker exec "$container" sh -c "$before$LINK_PROBE" probe "$2" ${local_url:+"$local_url"} </dev/null >/dev/null 2>&1 3>&- || code=$?
  if gave_up "$code"; then silent "the link of $1 to $2"; fi
  if ((code == 126 || code == 127)); then
    printf '%s\tunasked\t%s\n' "$1" 'its container has no sh or no HTTP client'
  else
    printf '%s\t%s\n' "$1" "$code"
  fi
}
