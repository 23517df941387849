# Stops the services named, or with SERVICES=all takes the deployment down as `down` does. Volumes stay, and
# so does a network that somebody else's container is on.
# needs: step/step docker/deployment step/outages
# reads: DATABASE_SERVICE PROJECT SERVICES
begin stop
record_outages

if [[ $SERVICES == all ]]; then
  named=$(compose config --services) || fail stop.config-unread 'the services cannot be told: Compose cannot read its files'
else
  named=$SERVICES
fi
apps=() database=()
for service in $named; do
  if [[ $service == "$DATABASE_SERVICE" ]]; then database=("$service"); else apps+=("$service"); fi
done

# Names of containers on the project's networks that are none of its services. Our own probes, which have
# ended, are in nobody's way.
foreign() {
  local network
  for network in $(docker network ls -q --no-trunc --filter "label=com.docker.compose.project=$PROJECT"); do
    docker ps -a --filter "network=$network" --format \
      '{{.Names}}	{{.Label "com.docker.compose.project"}}	{{.Label "com.docker.compose.oneoff"}}	{{.Label "com.docker.compose.service"}}	{{.Label "chronos-rollback.project"}}	{{.State}}'
  done | awk -F '\t' -v project="$PROJECT" -v named="${named//$'\n'/ }" '
    $2 == project && $3 == "False" && index(" " named " ", " " $4 " ") { next }
    $5 == project && $6 != "running" { next }
    !seen[$1]++ { print $1 }'
}

# Whether a service keeps data in a volume without a name, which a new container would not find again.
unnamed_volume() {
  local container volumes
  container=$(container_of "$1") || fail docker.failed "it cannot be seen which container $1 has, so none is removed"
  if [[ -z $container ]]; then return 1; fi
  volumes=$(docker inspect -f '{{range .Mounts}}{{.Name}}{{"\n"}}{{end}}' "$container") || fail docker.failed "it cannot be seen which volumes $1 has, so no container is removed"
  grep -qE '^[0-9a-f]{64}$' <<<"$volumes"
}

# The database last, when nobody writes any more, and with time to end in order.
if ((${#apps[@]})); then within compose stop "${apps[@]}" || fail stop.not-stopped "${apps[*]} cannot be stopped"; fi
fail_point stop.apps
if ((${#database[@]})); then within compose stop -t 120 "${database[@]}" || fail stop.not-stopped "${database[*]} cannot be stopped"; fi
[[ $SERVICES == all ]] || succeed "$SERVICES stopped"

fail_point stop.database
others=$(foreign | paste -sd ' ')
removed=() kept=()
for service in $named; do
  if unnamed_volume "$service"; then kept+=("$service"); else removed+=("$service"); fi
done
if [[ -z $others ]] && ((${#kept[@]} == 0)); then
  within compose down || fail stop.not-removed 'the deployment cannot be taken down'
  succeed 'everything down, volumes stay'
fi
if ((${#removed[@]})); then within compose rm -f "${removed[@]}" || fail stop.not-removed "the containers of ${removed[*]} cannot be removed"; fi
succeed "everything down, volumes stay${others:+; so does the network, which $others is on}${kept:+; ${kept[*]} only stopped: a new container would not find its unnamed volume}"
