# Brings the target up: one service at a time in dependency order, each waited for. Only the services
# named in IMAGES (service=image id) are looked at, and Compose recreates only what differs.
begin restart

# Docker keeps but its last 256 events, health checks of all containers among them: they are written down
# as they come.
docker events --since "$EPOCHREALTIME" --filter type=container --filter event=kill --filter event=die \
  --filter event=stop --filter event=start --filter event=health_status \
  --filter "label=com.docker.compose.project=$PROJECT" --filter label=com.docker.compose.oneoff=False \
  --format '{{.TimeNano}} {{index .Actor.Attributes "com.docker.compose.service"}} {{.Action}}' \
  >"$WORK/events" 3>&- 9>&- &
events=$!
cleanup() { kill "$events" 2>/dev/null || true; }

# When each service was away, by Docker's own record of events.
outages() {
  awk '
    $3 == "kill" || $3 == "die" || $3 == "stop" { if (!($2 in from)) from[$2] = $1 }
    $3 == "start" && !($2 in checked) { to[$2] = $1 }
    $3 == "health_status:" && $4 == "healthy" { to[$2] = $1; checked[$2] = 1 }
    END {
      printf "["
      for (service in from) if (service in to && to[service] > from[service]) {
        printf "%s{\"service\":\"%s\",\"from\":%.3f,\"to\":%.3f}", comma, service, from[service] / 1e9, to[service] / 1e9
        comma = ","
      }
      printf "]"
    }' "$WORK/events"
}

up() {
  local -a never=()
  if [[ $COMPOSE == v2 ]]; then never=(--pull never); fi
  within compose up -d --no-deps --no-build "${never[@]}" "$1"
}

done_services=()
for pair in $IMAGES; do
  service=${pair%%=*} image=${pair#*=}
  for reference in $REFERENCES; do
    # A name by digest always means the same image and cannot be given to one.
    if [[ ${reference%%=*} != "$service" || $reference == *@* ]]; then continue; fi
    docker tag "$image" "${reference#*=}" || fail "the image of $service is gone: $image"
  done
  up "$service" || fail "$service cannot be brought up"
  if ! wait_for "$service" "$image"; then
    printf '%s: %s after %s s; its last lines:\n' "$service" "$state" "$DEADLINE"
    if [[ -n $container ]]; then docker logs --tail 10 "$container"; fi
    fail "$service is not healthy within $DEADLINE s: $state"
  fi
  done_services+=("$service")
done
sleep 0.2
detail outages "$(outages)"
succeed "${done_services[*]:-nothing} up and healthy"
