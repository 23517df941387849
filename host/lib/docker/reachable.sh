# Where this host reaches a service.
# needs: docker/containers
# gives: reachable

# A URL whose host is a service becomes one that this host can call: the published port, else the
# container's own address. Any other URL stays as it is. Fails where Docker does not say.
reachable() {
  local url=$1 rest host port container address
  rest=${url#*://}
  host=${rest%%[:/?#]*}
  container=$(container_of "$host") || return 1
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
    address=$(docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}' "$container") || return 1
    address=${address%% *}:$port
  fi
  printf '%s' "${url%%://*}://$address${rest#"${rest%%[/?#]*}"}"
}
