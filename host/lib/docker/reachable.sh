# Where this host reaches a service.
# needs: docker/containers
# gives: reachable

# A URL whose host is a service becomes one that this host can call: the published port, else the
# container's own address. Of a service in the host's network it becomes that host's address, a blank, and the URL itself. Any
# other URL stays as it is. Fails where Docker does not say.
reachable() {
  local url=$1 rest host port container address mode
  rest=${url#*://}
  host=${rest%%[:/?#]*}
  container=$(container_of "$host") || return 1
  if [[ -z $container ]]; then
    printf '%s' "$url"
    return
  fi
  # In the network of another container it is reached where that one is.
  while mode=$(docker inspect -f '{{.HostConfig.NetworkMode}}' "$container"); do
    if [[ $mode != container:* ]]; then break; fi
    container=${mode#container:}
  done
  if [[ -z $mode ]]; then return 1; fi
  port=80
  if [[ $url == https:* ]]; then port=443; fi
  if [[ $rest =~ ^[^:/?#]+:([0-9]+) ]]; then port=${BASH_REMATCH[1]}; fi
  if [[ $mode == host ]]; then
    printf '127.0.0.1:%s %s' "$port" "$url"
    return
  fi
  address=$(docker port "$container" "$port/tcp" 2>/dev/null | head -n 1 || true)
  address=${address/#0.0.0.0:/127.0.0.1:} address=${address/#:::/[::1]:}
  if [[ -z $address ]]; then
    address=$(docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}' "$container") || return 1
    address=${address%% *}:$port
  fi
  printf '%s' "${url%%://*}://$address${rest#"${rest%%[/?#]*}"}"
}
