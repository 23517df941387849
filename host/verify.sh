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

same 'commit' "$(local_commit HEAD || true)" "$COMMIT"

for pair in $IMAGES; do
  service=${pair%%=*}
  if wait_for "$service"; then ok=yes; else ok=no; fi
  if [[ -z $container ]]; then
    check "image of $service" no 'it has no container'
    continue
  fi
  same "image of $service" "$(image_of "$container")" "${pair#*=}"
  restarts=$(docker inspect -f '{{.RestartCount}}' "$container" || true)
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
round() {
  local code
  bad=0 worst=''
  for _ in $(seq "$TRIES"); do
    code=$(call 5 "$target" "$url" | cut -f1)
    if [[ $code != [23]* ]]; then bad=$((bad + 1)) worst=$code; fi
    if ((bad)) && out_of_time; then return; fi
  done
}
mapfile -t probes <<<"$HEALTH"
for probe in "${probes[@]}"; do
  [[ -n $probe ]] || continue
  name=${probe%%=*} url=${probe#*=}
  target=$(reachable "$url")
  round
  while ((bad)) && ! out_of_time; do
    sleep 1
    round
  done
  if ((bad == 0)); then check "probe $name" yes "$TRIES of $TRIES well answered"; else check "probe $name" no "$bad of $TRIES failed, last with ${worst/#000/no answer}"; fi
done

# What has side effects runs once: the configured checks, then the deployment's own script. What they
# leave running keeps neither the lock nor the caller's output.
outside() { cd "$DIRECTORY" && "$@" 9>&-; }
once() {
  local name=$1 status=0 last
  shift
  if out_of_time; then
    check "$name" no 'not run: out of time'
    return
  fi
  TIMED_OUT=''
  within outside "$@" >"$WORK/check.log" 2>&1 || status=$?
  last=$(tail -c 5000 "$WORK/check.log" | tr '\000' '?' | awk 'NF { last = $0 } END { print substr(last, 1, 200) }')
  tail -c 5000 "$WORK/check.log"
  if ((status == 0)); then check "$name" yes "exit 0${last:+: $last}"; else check "$name" no "exit $status${TIMED_OUT:-${last:+: $last}}"; fi
}
answers() {
  local code
  code=$(call "$(left)" "$1" "$2" | cut -f 1)
  printf 'answered with %s\n' "${code/#000/nothing}"
  [[ $code == [23]* ]]
}
mapfile -t critical <<<"$CRITICAL"
for line in "${critical[@]}"; do
  [[ -n $line ]] || continue
  what=${line#*=}
  case $what in
    http://* | https://*) once "critical ${line%%=*}" answers "$(reachable "$what")" "$what" ;;
    *) once "critical ${line%%=*}" bash -c "$what" ;;
  esac
done

if [[ -n $HEALTH_SCRIPT && -f $DIRECTORY/$HEALTH_SCRIPT ]]; then
  if [[ -x $DIRECTORY/$HEALTH_SCRIPT ]]; then once "$HEALTH_SCRIPT" "./$HEALTH_SCRIPT" "$ENVIRONMENT"; else once "$HEALTH_SCRIPT" bash "./$HEALTH_SCRIPT" "$ENVIRONMENT"; fi
fi

detail checks "[$CHECKS]"
succeed "$(grep -o '"ok":true' <<<"$CHECKS" | wc -l) of $(grep -o '"ok":' <<<"$CHECKS" | wc -l) checks passed"
