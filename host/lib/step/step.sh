# What every step has in common. A step that ended before prints its old verdict and does nothing
# again. However a step ends, it exits 0 and prints one verdict: the machine decides what follows.
# needs: journal/journal secrets step/causes step/process-tree step/deadline step/watchdog runbook/runbook
# gives: begin print detail succeed fail stopped
# reads: AGAIN IMAGES ROLLBACK RUNBOOK_FROM RUNBOOK_TO STATE STRATEGY

# begin STEP: takes the lock, sends all output to the step's log, and promises a verdict.
begin() {
  STEP=$1 STARTED=$(now) CLOCK=$EPOCHREALTIME DETAILS='' LOG='' GROUP='' TIMED_OUT='' LOCKED='' RELAY='' WATCH=''
  exec 3>&1 </dev/null
  trap 'settle $?' EXIT
  trap 'stopped step.interrupted "was stopped by a signal"' TERM INT HUP
  local locked=0 taken ticks
  # What is closed stands: it is told without the lock, whoever is at work meanwhile.
  if is_closed; then reprint; fi
  lock || locked=$?
  if ((locked == 1)); then say_only lock.held 'another step of this project runs'; fi
  if ((locked)); then say_only state.unwritable "the state directory cannot be written: $STATE"; fi
  LOCKED=yes
  tick
  DUE=$ticks
  reprint
  # As an older version restored; detect refuses before it comes to this.
  if [[ ${STRATEGY:-shadow} != shadow ]]; then say_only rollback.in-place 'nothing was done: nothing is restored in place any more' ',"refused":true,"taken":true'; fi
  if ! journaled attempt >/dev/null; then say_only rollback.unknown "the journal of this host knows no rollback $ROLLBACK"; fi
  own_lease || say_only lease.held "nothing was done: $taken" ',"refused":true,"taken":true'
  lease_is_live || come_back
  WORK=$STATE/$ROLLBACK LOG=$STATE/$ROLLBACK/$STEP.log
  if ! start_log 2>/dev/null; then say_only state.unwritable "the state directory cannot be written: $STATE"; fi
  exec >>"$LOG" 2>&1
  rm -f "$WORK/extended" || true
  journal begin "\"step\":\"$STEP\"" || say_only state.unwritable "the journal cannot be written: $STATE/journal.jsonl"
  fail_point "$STEP.begun"
  DEADLINE=$(deadline "$STEP")
  [[ $DEADLINE =~ ^[1-9][0-9]*$ ]] || fail step.no-deadline "no deadline of $STEP is known"
  DUE=$((DUE + 100 * DEADLINE))
  renew_lease "$STEP" "$DEADLINE" || fail state.unwritable "the lease cannot be written: $STATE/lease"
  printf '\n--- %s %s, at most %s s\n' "$STARTED" "$STEP" "$DEADLINE"
  export CHRONOS_ROLLBACK_ID=$ROLLBACK CHRONOS_ROLLBACK_STEP=$STEP-$$-$STARTED
  pause 0
  exec 3> >(relay >&3)
  RELAY=$!
  trap 'stopped step.timed-out "did not come to its end"' USR1
  watch 3>&- 9>&- &
  WATCH=$!
  find_secrets
  fail_point "$STEP.watched"
}

# Our lease has run out: from then on a deployment may have begun. One that begins now sees the lease.
come_back() {
  local seconds
  seconds=$(deadline "$STEP") || seconds=0
  is_number "$seconds" || seconds=0
  renew_lease "$STEP" "$seconds" || say_only state.unwritable "the lease cannot be written: $STATE/lease"
  if deployment_runs; then
    drop_lease || true
    say_only deployment.in-progress "nothing was done: the lease had run out, and a deployment is in progress: $STATE/deploy.lock is held" ',"refused":true,"taken":true'
  fi
}

# Makes room for the step's log; a long one of former tries is kept as <log>.1.
start_log() {
  [[ -d $WORK ]] || (umask 077 && mkdir -p "$WORK") || return 1
  if [[ -s $LOG ]] && (($(stat -c %s "$LOG" 2>/dev/null || echo 0) > LOG_LIMIT)); then mv -f "$LOG" "$LOG.1"; fi
  (umask 077 && : >>"$LOG")
}

# Prints the recorded verdict, and ends, when the step is done (AGAIN: nobody knows what has become of that since), its
# attempt closed for good, or the undo begun: what has been taken back, in part perhaps, is not done again before the undo
# has come to its end.
reprint() {
  local ended
  if ! is_closed && { [[ $STEP == undo ]] || ! journaled begin '"step":"undo"' >/dev/null; }; then
    if [[ -n ${AGAIN-} ]] || ! ended=$(ended_well "$STEP"); then return 0; fi
  else
    ended=$(journaled '(begin|end)' "\"step\":\"$STEP\"" | tail -n 1) || never_ended
    if [[ $ended == '{"v":1,"type":"begin",'* ]]; then never_ended; fi
  fi
  ended=${ended#*\"verdict\":}
  print "${ended%,\"before\":*}"
}

# A step that is not tried again, and of which no end is on record. Where it had begun it gets one: it was cut off.
never_ended() {
  local line
  if is_closed; then say_only rollback.closed 'the attempt is closed'; fi
  if journaled begin "\"step\":\"$STEP\"" >/dev/null; then
    if line=$(journal_end "$STEP" step.cut-off 'it was cut off, and is being taken back'); then print "$line"; fi
  fi
  say_only rollback.undoing 'the attempt is being taken back'
}

# print LINE: what the caller gets. say_only CODE SUMMARY [FIELDS]: a failure that has no place in the journal. Both end
# the step.
print() {
  SETTLED=yes
  trap '' PIPE
  printf '%s\n' "$1" >&3 || true
  exit 0
}
say_only() { print "{\"step\":\"$STEP\",\"ok\":false,\"summary\":$(json_string "$2"),\"started\":\"$STARTED\",\"seconds\":$(elapsed),\"code\":\"$1\"${3-}$(if declare -F app_ran >/dev/null; then app_ran; fi)}"; }

# The seconds that a step may take, as the attempt was opened with.
deadline() {
  local step seconds
  while IFS='=' read -r step seconds; do
    if [[ $step == "$1" ]]; then printf '%s\n' "$seconds"; fi
  done <"$STATE/$ROLLBACK/deadlines"
}
elapsed() {
  local began=${CLOCK/[.,]/} ended=${EPOCHREALTIME/[.,]/} hundredths
  hundredths=$((ended > began ? (ended - began + 5000) / 10000 : 0))
  printf '%d.%02d' $((hundredths / 100)) $((hundredths % 100))
}

# detail NAME JSON: one more field of the verdict. What a step defines as `measured` adds its own, however it ends.
detail() { DETAILS+=",\"$1\":$2"; }

# succeed SUMMARY, fail CODE SUMMARY: end the step. An unforeseen error ends it as a failure, too. Whatever a step was at
# when its time was over, that is why it failed.
succeed() {
  stop_watching
  clean_logs || true
  verdict true "$1" ''
}
fail() {
  local code=$1
  trap '' TERM INT HUP USR1
  if [[ -n $TIMED_OUT ]]; then code=step.timed-out; fi
  stop_watching
  if [[ -n $GROUP ]]; then end_tree "$GROUP"; fi
  # A container that has only come up may have others.
  find_secrets
  clean_logs || true
  verdict false "$2$TIMED_OUT" ",\"log\":$(json_string "$(redact "$(last_lines)")")" ",\"code\":\"$code\""
}
# turn_down CODE SUMMARY: ends a step that has begun nothing, because things are no longer as planned.
turn_down() {
  detail refused true
  fail "$@"
}
# Hides what is secret in all logs of this rollback.
clean_logs() {
  if [[ -z $LOG ]]; then return 0; fi
  cut_logs
  redact_files "$WORK"/*.log "$WORK"/*.log.1
}

# What a trap calls says `return 0`: a bare return there has the status from before the trap.

# stopped CODE HOW: ends a step from outside: by a signal, or because it hangs in a command that `within` does not run.
stopped() {
  trap '' TERM INT HUP USR1
  stop_watching
  end_tree $$ "${RELAY:-0}"
  if [[ -z $LOCKED ]]; then say_only "$1" "$STEP $2"; fi
  if [[ -n $RELAY ]] && out_of_time; then TIMED_OUT=", out of time after $DEADLINE s"; fi
  fail "$1" "$STEP $2"
}

settle() {
  trap '' TERM INT HUP USR1
  stop_watching
  if [[ -z ${SETTLED-} ]]; then
    if [[ -n $LOCKED ]]; then
      (fail step.unexpected "$STEP stopped unexpectedly (exit $1)") || true
    else
      (say_only step.unexpected "$STEP stopped unexpectedly (exit $1)") || true
    fi
  fi
  if [[ -n $GROUP ]]; then end_tree "$GROUP"; fi
  if declare -F cleanup >/dev/null; then cleanup || true; fi
  # What the step leaves running must not keep the lock.
  if [[ -n $LOCKED ]]; then flock -u 9 || true; fi
  if [[ -n $RELAY ]]; then
    exec 3>&-
    wait "$RELAY" || true
  fi
  exit 0
}
# What a person would type from here on, behind a step that comes last or has failed. Sets `unwritten` where that cannot be written.
by_hand() {
  local text=${RUNBOOK_TO-} pair
  unwritten=''
  if [[ -z $text || $DETAILS == *',"refused":true'* || ($1 == true && $STEP != @(verify|undo)) ]]; then return 0; fi
  # What prepare has made or found.
  if [[ $STEP == @(restart|verify) ]]; then
    for pair in ${IMAGES-}; do text=${text//"image ${pair%%=*} - "/"image ${pair%%=*} ${pair#*=} "}; done
  fi
  leave_runbook "step $STEP of rollback $ROLLBACK" "$text" "${RUNBOOK_FROM-}" || unwritten=", $STATE/BY-HAND.txt could not be written"
}
# verdict true|false SUMMARY FIELDS [CODE]: the code stands behind what each verdict has, and what the step adds follows.
verdict() {
  local line unwritten
  trap '' TERM INT HUP USR1
  stop_watching
  by_hand "$1"
  if declare -F measured >/dev/null; then measured || true; fi
  line="{\"step\":\"$STEP\",\"ok\":$1,\"summary\":$(json_string "$(redact "${2:0:1000}$unwritten")"),\"started\":\"$STARTED\",\"seconds\":$(elapsed)${4-}$DETAILS$3}"
  fail_point "$STEP.unrecorded"
  journal end "\"step\":\"$STEP\",\"ok\":$1,\"verdict\":$line" || say_only state.unwritable "$2; the journal cannot be written: $STATE/journal.jsonl"
  fail_point "$STEP.recorded"
  renew_lease "$STEP" "$(longest <"$WORK/deadlines")" || true
  print "$line"
}
