# When each service was away, by Docker's own record of events. Docker keeps but its last 256 events,
# health checks of all containers among them: they are written down as they come, in one file for all
# steps of a rollback. So each verdict has every outage since the first step that stopped something.
# needs: docker/events step/process-tree step/watchdog
# gives: record_outages
# reads: ROLLBACK STATE

record_outages() {
  events >>"$WORK/events" 3>&- 9>&- &
  recorder=$!
}
# Ends with the step, however that ends: what ends the step by its group must not end us first, or nobody would end
# Docker's own, which does not see a signal that comes while it is only being started.
events() {
  trap : TERM INT HUP
  service_events "$EPOCHREALTIME" &
  until orphaned || ! kill -0 $! 2>/dev/null; do pause 0.5; done
  kill -KILL $! 2>/dev/null || true
}
cleanup() {
  if [[ -n ${recorder-} ]]; then end_tree "$recorder"; fi
  if declare -F settle_database >/dev/null; then settle_database || true; fi
}
measured() {
  if [[ -n ${recorder-} ]]; then detail outages "$(outages)"; fi
  DETAILS+=$(app_ran)
}
# Of a restart, a field of its verdict: whether this one, or a copy of it that was cut off, has brought the app up on a
# restored database.
app_ran() {
  local work=$STATE/$ROLLBACK ran=false
  if [[ $STEP != restart || ! -s $work/restored ]]; then return 0; fi
  if [[ -e $work/app-ran ]]; then ran=true; fi
  printf ',"appRan":%s' "$ran"
}

# A service is away from the signal that ends it until it is healthy, or without a health check until it
# has been started for good: what ends within two seconds was not back. One that is still away is until now.
outages() {
  sleep 0.2
  sort -nu "$WORK/events" | awk -v now="$EPOCHREALTIME" '
    function over(service, at) {
      printf "%s{\"service\":\"%s\",\"from\":%.3f,\"to\":%.3f}", comma, service, from[service], at
      comma = ","
      delete from[service]; delete to[service]; delete ended[service]; delete healthy[service]
    }
    $3 == "health_status:" { checked[$2] = 1 }
    { lines[NR] = $0 }
    END {
      printf "["
      for (n = 1; n <= NR; n++) {
        split(lines[n], event, " ")
        # A label may hold anything; a service of Compose has no other name.
        if (event[2] !~ /^[A-Za-z0-9._-]+$/) continue
        at = event[1] / 1e9; service = event[2]
        if (event[3] == "kill" || event[3] == "die" || event[3] == "stop") {
          if (service in to && (checked[service] ? healthy[service] : at - to[service] >= 2)) over(service, to[service])
          if (!(service in from)) from[service] = at
          delete to[service]
          if (event[3] != "kill") ended[service] = 1
        } else if (event[3] == "start" && service in from) {
          to[service] = at; healthy[service] = 0
        } else if (event[4] == "healthy" && service in to && !healthy[service]) {
          to[service] = at; healthy[service] = 1
        }
      }
      for (service in from) if (ended[service])
        over(service, service in to && (!checked[service] || healthy[service]) ? to[service] : now)
      printf "]"
    }'
}
