# Checks the deployment at its target and keeps what was seen. Says what is; the machine judges.
# IMAGES: service=image id. LINKS: service=exit code of the probe that ran inside the network.
begin verify
CHECKS=''

# check NAME yes|no EVIDENCE
check() {
  local ok=false
  if [[ $2 == yes ]]; then ok=true; fi
  CHECKS+="${CHECKS:+,}{\"name\":$(json_string "$1"),\"required\":true,\"ok\":$ok,\"evidence\":$(json_string "$3")}"
  printf '%s: %s (%s)\n' "$1" "$2" "$3"
}
# same NAME GOT WANTED: passes when both are equal.
same() { if [[ $2 == "$3" ]]; then check "$1" yes "$2"; else check "$1" no "${2:-nothing} instead of $3"; fi; }

same 'commit' "$(checkout_git rev-parse HEAD)" "$COMMIT"

for pair in $IMAGES; do
  service=${pair%%=*} container=$(container_of "${pair%%=*}") state=''
  if [[ -z $container ]]; then
    check "image of $service" no 'it has no container'
    continue
  fi
  same "image of $service" "$(image_of "$container")" "${pair#*=}"
  until state=$(state_of "$container") && [[ $state == healthy || $state == running ]] || out_of_time; do sleep 0.5; done
  restarts=$(docker inspect -f '{{.RestartCount}}' "$container")
  if [[ $state == healthy || $state == running ]]; then ok=yes; else ok=no; fi
  check "health of $service" "$ok" "$state, restarted $restarts times by Docker"
done

container=$(container_of "$DATABASE_SERVICE")
same 'database container' "$container" "$DATABASE"
if answer=$(database_query 'select count(*) from pg_class' 2>&1); then
  check 'database read' yes "$answer relations"
else
  check 'database read' no "$answer"
fi
write='begin; create temp table chronos_rollback_check (n int) on commit drop; insert into chronos_rollback_check values (1) returning n; rollback'
if answer=$(database_query "$write" 2>&1); then
  check 'database write' yes 'a row was written and rolled back'
else
  check 'database write' no "$answer"
fi

for pair in $LINKS; do
  if [[ ${pair#*=} == 0 ]]; then ok=yes; else ok=no; fi
  check "link of ${pair%%=*}" "$ok" "the probe inside the network ended with ${pair#*=}"
done

# Read-only calls from outside: all of one round must be answered well, rounds go on until the deadline.
while IFS='=' read -r name url; do
  [[ -n $name ]] || continue
  target=$(reachable "$url")
  while :; do
    bad=0 worst=''
    for _ in $(seq "$TRIES"); do
      code=$(curl -s -o /dev/null -m 5 -w '%{http_code}' -- "$target" 2>/dev/null || true)
      if [[ $code != [23]* ]]; then bad=$((bad + 1)) worst=$code; fi
    done
    if ((bad == 0)) || out_of_time; then break; fi
    sleep 1
  done
  if ((bad == 0)); then check "probe $name" yes "$TRIES of $TRIES well answered"; else check "probe $name" no "$bad of $TRIES failed, last with ${worst/000/no answer}"; fi
done <<<"$HEALTH"

# What has side effects runs once: the configured checks, then the deployment's own script.
while IFS='=' read -r name what; do
  [[ -n $name ]] || continue
  case $what in
    http://* | https://*) command=(curl -fsS -o /dev/null -m "$(left)" -- "$(reachable "$what")") ;;
    *) command=(timeout -k 5 "$(left)" bash -c "$what") ;;
  esac
  if output=$(cd "$DIRECTORY" && "${command[@]}" 2>&1); then ok=yes code=0; else code=$? ok=no; fi
  check "critical $name" "$ok" "exit $code${output:+: $(tail -n 1 <<<"$output" | cut -c1-200)}"
done <<<"$CRITICAL"

if [[ -n $HEALTH_SCRIPT && -x $DIRECTORY/$HEALTH_SCRIPT ]]; then
  if output=$(cd "$DIRECTORY" && timeout -k 5 "$(left)" "./$HEALTH_SCRIPT" "$ENVIRONMENT" 2>&1); then ok=yes code=0; else code=$? ok=no; fi
  printf '%s\n' "$output"
  check "$HEALTH_SCRIPT" "$ok" "exit $code${output:+: $(tail -n 1 <<<"$output" | cut -c1-200)}"
fi

detail checks "[$CHECKS]"
succeed "$(grep -o '"ok":true' <<<"$CHECKS" | wc -l) of $(grep -o '"ok":' <<<"$CHECKS" | wc -l) checks passed"
