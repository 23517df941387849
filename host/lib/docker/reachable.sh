# Where a service is called.
# needs: docker/containers
# gives: reachable

# What a URL is called at, its own host's name being said all the same: of a service `ADDRESS:PORT URL`, by its published port,
# else its container's address, in the host's network by 127.0.0.1; `@CONTAINER URL` where this host reaches no address of it, so
# that it is called from inside; `- URL` where it has none. Any other URL stays as it is. Fails where Docker does not say.
reachable() {
  local url=$1 rest host port container address mode
  rest=${url#*://}
  host=${rest%%[/:?#]*}
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
    address=$(address_of "$container") || return 1
    if [[ $address == +([0-9.]) ]]; then address+=:$port; fi
  fi
  if [[ $mode == none ]]; then address=@$container url=${url%%://*}://127.0.0.1:$port${rest#"${rest%%[/?#]*}"}; fi
  printf '%s %s' "$address" "$url"
}

# address_of CONTAINER: its address in the first of its networks in which this host has a bridge; else `@CONTAINER`, or `-` where
# it has no address at all.
address_of() {
  local networks network address inside=-
  networks=$(docker inspect -f '{{range .NetworkSettings.Networks}}{{.NetworkID}} {{.IPAddress}}{{"\n"}}{{end}}' "$1") || return 1
  while read -r network address; do
    if [[ -z $address ]]; then continue; fi
    if has_bridge "$network"; then
      printf '%s' "$address"
      return
    fi
    inside=@$1
  done <<<"$networks"
  printf '%s' "$inside"
}

# Networks of other drivers, and those of an engine that has this host's network not, have none here.
has_bridge() {
  local bridge=br-${1:0:12}
  if [[ ! -d /sys/class/net || -e /sys/class/net/$bridge ]]; then return; fi
  bridge=$(docker network inspect -f '{{index .Options "com.docker.network.bridge.name"}}' "$1" 2>/dev/null || true)
  [[ -n $bridge && -e /sys/class/net/$bridge ]]
}
