# Stops the services named, or with SERVICES=all takes the deployment down as `down` does. Volumes stay, and
# so does a network that somebody else's container is on.
# needs: step/step docker/compose docker/containers docker/take-down step/outages
# reads: DATABASE_SERVICE SERVICES
begin stop
record_outages

if [[ $SERVICES == all ]]; then
  named=$(service_names) || fail stop.config-unread 'the services cannot be told: Compose cannot read its files'
else
  named=$SERVICES
fi
apps=() database=()
for service in $named; do
  if [[ $service == "$DATABASE_SERVICE" ]]; then database=("$service"); else apps+=("$service"); fi
done

# Whether a service keeps data in a volume without a name, which a new container would not find again.
unnamed_volume() {
  local container volumes
  container=$(container_of "$1") || fail docker.failed "it cannot be seen which container $1 has, so none is removed"
  if [[ -z $container ]]; then return 1; fi
  volumes=$(volume_names_of "$container") || fail docker.failed "it cannot be seen which volumes $1 has, so no container is removed"
  grep -qE '^[0-9a-f]{64}$' <<<"$volumes"
}

# The database last, when nobody writes any more, and with time to end in order.
if ((${#apps[@]})); then stop_services "${apps[@]}" || fail stop.not-stopped "${apps[*]} cannot be stopped"; fi
fail_point stop.apps
if ((${#database[@]})); then stop_services -t 120 "${database[@]}" || fail stop.not-stopped "${database[*]} cannot be stopped"; fi
[[ $SERVICES == all ]] || succeed "$SERVICES stopped"

fail_point stop.database
# shellcheck disable=SC2086 # a word each
others=$(others_on_networks $named | paste -sd ' ')
removed=() kept=()
for service in $named; do
  if unnamed_volume "$service"; then kept+=("$service"); else removed+=("$service"); fi
done
if [[ -z $others ]] && ((${#kept[@]} == 0)); then
  take_down || fail stop.not-removed 'the deployment cannot be taken down'
  succeed 'everything down, volumes stay'
fi
if ((${#removed[@]})); then remove_services "${removed[@]}" || fail stop.not-removed "the containers of ${removed[*]} cannot be removed"; fi
succeed "everything down, volumes stay${others:+; so does the network, which $others is on}${kept:+; ${kept[*]} only stopped: a new container would not find its unnamed volume}"
