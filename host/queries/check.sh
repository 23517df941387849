# Makes the checks of verify that need no plan and change nothing, on the deployment as it is. Reads only; prints facts like
# queries/detect.sh.
# ONCE: services that do one thing and end. DEFINED: `yes` where the Compose files are known.
# needs: patience calls docker/as-it-is docker/reachable postgres/query secrets step/checks
# reads: CRITICAL DATABASE_SERVICE DIRECTORY
look

# What is looked at here is there by now, or it is not well.
DEADLINE=60
tick
DUE=$((ticks + 100 * DEADLINE))
exec 4>&1 >/dev/null
find_secrets

services=()
if [[ ${DEFINED-} == yes ]]; then
  if take_answer usual_services; then
    mapfile -t services <<<"$answer"
  else
    check check.definition definition no "${answer##*$'\n'}"
  fi
fi
mapfile -t services < <({
  if ((${#services[@]})); then printf '%s\n' "${services[@]}"; fi
  services_here
} | sed '/^$/d' | sort -u)

if head=$(local_commit HEAD 2>/dev/null); then check check.commit commit yes "$head" no; fi
for service in "${services[@]}"; do service_as_it_is "$service"; done
if [[ ${DEFINED-} == yes ]]; then check_definitions "${services[@]}"; fi
if [[ -n $DATABASE_SERVICE ]]; then
  if take_answer count_relations; then
    check check.database-read 'database read' yes "$answer relations"
  else
    check check.database-read 'database read' no "${answer##*$'\n'}"
  fi
fi

# idempotent NAME WHAT: a configured check that may run at any time.
idempotent() {
  local target code status=0 said why
  if [[ $2 =~ ^https?:// ]]; then
    target=$(reachable "$2") || target=$2
    IFS=$'\t' read -r code _ why < <(calls 1 10 "$target" "$2")
    if [[ $code == [23]* ]]; then code="yes answered with $code"; else code="no ${why:-answered with ${code/#000/nothing}}"; fi
    check check.critical "$1" "${code%% *}" "${code#* }"
    return
  fi
  said=$(cd "$DIRECTORY" && as_caller timeout -k 2 30 bash -c "$2" 2>&1 </dev/null 3>&- 4>&- | tail -c 5000 | tr '\000' '?' | awk 'NF { last = $0 } END { print substr(last, 1, 200) }') || status=$?
  if ((status == 0)); then check check.critical "$1" yes "exit 0${said:+: $said}"; else check check.critical "$1" no "exit $status${said:+: $said}"; fi
}
mapfile -t lines <<<"$CRITICAL"
for line in "${lines[@]}"; do
  if [[ ${line#*=} == again:* ]] && ! is_secret "${line%%=*}"; then idempotent "critical ${line%%=*}" "${line#*=again:}"; fi
done
printf '%s' "[$CHECKS]" | fact checks >&4
