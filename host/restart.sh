# Brings the target up: one service at a time in dependency order, each waited for. Only the services
# named in IMAGES (service=image id) are looked at, and Compose recreates only what differs.
begin restart
SINCE=$EPOCHREALTIME

# Waits until a service runs its pinned image and is healthy; without a health check, until it has
# run for two seconds.
wait_for() {
  local service=$1 image=$2 container state steady=0
  until out_of_time; do
    container=$(container_of "$service")
    if [[ -n $container && $(image_of "$container") == "$image" ]]; then
      state=$(state_of "$container")
      case $state in
        healthy) return 0 ;;
        running) steady=$((steady + 1)) ;;
        *) steady=0 ;;
      esac
      if ((steady >= 8)); then return 0; fi
    fi
    sleep 0.25
  done
  printf '%s: %s after %s s; its last lines:\n' "$service" "${state:-no container}" "$DEADLINE"
  if [[ -n ${container-} ]]; then docker logs --tail 10 "$container"; fi
  return 1
}

# When each service was away, by Docker's own record of events.
outages() {
  docker events --since "$SINCE" --until "$EPOCHREALTIME" --filter type=container \
    --filter "label=com.docker.compose.project=$PROJECT" \
    --format '{{.TimeNano}} {{index .Actor.Attributes "com.docker.compose.service"}} {{.Action}}' |
    awk '
      $3 == "kill" || $3 == "die" || $3 == "stop" { if (!($2 in from)) from[$2] = $1 }
      $3 == "start" && !($2 in checked) { to[$2] = $1 }
      $3 == "health_status:" && $4 == "healthy" { to[$2] = $1; checked[$2] = 1 }
      END {
        printf "["
        for (service in from) if (service in to) {
          printf "%s{\"service\":\"%s\",\"from\":%.3f,\"to\":%.3f}", comma, service, from[service] / 1e9, to[service] / 1e9
          comma = ","
        }
        printf "]"
      }'
}

done_services=()
for pair in $IMAGES; do
  service=${pair%%=*} image=${pair#*=}
  for reference in $REFERENCES; do
    if [[ ${reference%%=*} == "$service" ]]; then docker tag "$image" "${reference#*=}"; fi
  done
  within compose up -d --no-deps --no-build "$service" || fail "$service cannot be brought up"
  wait_for "$service" "$image" || fail "$service is not healthy within ${DEADLINE} s"
  done_services+=("$service")
done
detail outages "$(outages)"
succeed "${done_services[*]:-nothing} up and healthy"
