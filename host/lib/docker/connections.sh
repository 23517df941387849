# Networks that containers are connected to by no definition.
# needs: docker/containers step/deadline
# gives: connect_again
# reads: CONNECTIONS

# connect_again SERVICE: connects each container of a service to its networks of CONNECTIONS (service=NETWORK or
# service=NETWORK:ALIAS,ALIAS …), where it is not in them.
connect_again() {
  local pair network aliases one alias
  local -a options
  for pair in ${CONNECTIONS-}; do
    if [[ ${pair%%=*} != "$1" ]]; then continue; fi
    IFS=: read -r network aliases <<<"${pair#*=}"
    options=()
    for alias in ${aliases//,/ }; do options+=(--alias "$alias"); done
    while read -r -u 7 one; do
      if docker inspect -f '{{range $name, $_ := .NetworkSettings.Networks}}{{println $name}}{{end}}' "$one" | grep -qxF -- "$network"; then continue; fi
      within docker network connect "${options[@]}" "$network" "$one" || return 1
    done 7< <(containers_of "$1")
  done
}
