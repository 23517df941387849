# Opens an attempt: takes the lease and journals plan and request before anything is touched, or says who
# else is at work, or what is no longer as planned.
# TAKE_OVER: holder and since, a line each, of the one live lease that may be taken over.
# needs: journal/journal journal/remember patience git/checkout docker/containers postgres/query
# reads: CONFIRM CONSENT DATABASE_NAME DEADLINES EVIDENCE FROM HOLDER LIVE_OID OPERATOR PLAN REASON
# reads: REQUEST ROLLBACK RUNNING STATE TAKE_OVER
exec </dev/null
lock_or_refuse

# Logs of closed rollbacks, but for the newest 50. The journal stays whole.
remove_old_logs() {
  local id
  [[ -s $STATE/journal.jsonl ]] || return 0
  sed -nE 's/^\{"v":[12],"type":"(outcome|close)","rollback":"(r-[0-9a-f]{8})",.*\}$/\2/p' "$STATE/journal.jsonl" | tac |
    awk '!seen[$0]++' | tail -n +51 | while read -r id; do
    # A dump that an older version took before it restored in place is the only one that has its rows.
    if ! compgen -G "$STATE/$id/*.dump" >/dev/null && [[ ! -e $STATE/$id/safety.restored ]]; then rm -rf -- "${STATE:?}/$id"; fi
  done
}

# Refuses while the deployment's own script is at work.
no_deployment() {
  if deployment_runs; then
    "$@"
    refuse deployment.in-progress "a deployment is in progress: $STATE/deploy.lock is held; once it is over, preview again"
  fi
}

if is_closed; then refuse rollback.closed "rollback $ROLLBACK is closed already"; fi
no_deployment
took_over=''
if read_lease && [[ ${LEASE[holder]} != "$HOLDER" ]]; then
  if lease_is_live && [[ ${TAKE_OVER-} != "${LEASE[holder]}"$'\n'"${LEASE[since]}" ]]; then
    theirs="$(leaseholder); all others keep off until ${LEASE[until]}"
    if [[ -n ${TAKE_OVER-} ]]; then refuse lease.changed "not the lease that was to be taken over: $theirs"; fi
    refuse lease.held "$theirs"
  fi
  took_over=${LEASE[holder]} former=$(leaseholder)
fi

resumed=''
if journaled attempt >/dev/null; then
  resumed=yes
else
  other=$(unfinished)
  if [[ -n $other ]]; then refuse rollback.unfinished "rollback $other has been opened meanwhile and is unfinished"; fi
  changed=() status=0
  # Forty zeros: nobody knew the commit when it was planned, and nothing of the plan depends on one.
  if [[ $FROM =~ ^0+$ ]]; then head=$FROM; else head=$(local_commit HEAD) || { status=$? head=unknown; }; fi
  if gave_up "$status"; then refuse host.silent "git has not answered within $PATIENCE s"; fi
  if [[ $head != "$FROM" ]]; then changed+=("the checkout is at ${head:0:12}, not at ${FROM:0:12}"); fi
  for pair in $RUNNING; do
    status=0
    image=$(container=$(container_of "${pair%%=*}") && image_of "$container" 2>/dev/null) || status=$?
    if gave_up "$status"; then refuse host.silent "Docker has not answered within $PATIENCE s"; fi
    if [[ $image != "${pair#*=}" ]]; then changed+=("${pair%%=*} runs another image"); fi
  done
  if [[ -n ${LIVE_OID-} ]]; then
    oid=$(live_oid 2>/dev/null || true)
    if [[ -n $oid && $oid != "$LIVE_OID" ]]; then changed+=("another database is called $DATABASE_NAME"); fi
  fi
  if ((${#changed[@]})); then
    refuse plan.outdated "the deployment is not as it was planned for: $(printf '%s; ' "${changed[@]}" | sed 's/; $//')"
  fi
fi

# The lease comes first: without it deploy.sh and other stacks know nothing of what is journaled.
if ! (umask 077 && mkdir -p "$STATE/$ROLLBACK" && printf '%s\n' "$DEADLINES" >"$STATE/$ROLLBACK/deadlines" &&
  printf '%s\n' "${CONSENT:-0}" >"$STATE/$ROLLBACK/consent" &&
  remember_project) 2>/dev/null; then
  refuse state.unwritable "the state directory cannot be written: $STATE"
fi
LEASE=([rollback]=$ROLLBACK [holder]=$HOLDER [user]=$OPERATOR [since]=$(now))
write_lease open "$(longest <<<"$DEADLINES")" || refuse state.unwritable "the lease cannot be written: $STATE/lease"
fail_point open.leased
# One that began meanwhile has seen no lease, or refuses by it; this side sees its lock.
no_deployment drop_lease

opened() {
  local who
  who="\"operator\":$(json_string "$OPERATOR"),\"reason\":$(json_string "$REASON"),\"holder\":$(json_string "$HOLDER"),\"confirm\":$(json_string "${CONFIRM-}")"
  if [[ -n $resumed ]]; then
    journal resume "$who,\"tookOver\":$(json_string "$took_over")"
  else
    journal attempt "$who,\"request\":$REQUEST,\"plan\":$PLAN" && { [[ -z $took_over ]] || note note.lease-taken-over "the lease was taken over: $former"; } &&
      { [[ -z ${EVIDENCE-} ]] || note note.journal-lost "$EVIDENCE"; }
  fi
}
if ! opened; then
  drop_lease || true
  refuse state.unwritable "the journal cannot be written: $STATE/journal.jsonl"
fi
fail_point open.journaled
remove_old_logs || true
keep_reserve
answer true opened
