# A service that starts slowly is waited for as long as its own health check allows: a step's deadline is extended for that,
# once. The journal has a note of it, and the verdict says so.
# needs: docker/health-checks docker/services journal/journal journal/lease step/deadline step/watchdog
# gives: wait_as_allowed take_more_time

# What the verdict says of it; empty until then.
EXTENSION=''
# The services that the step waits for after the one that it waits for now.
COMING=()

# wait_as_allowed SERVICE [IMAGE] [SECONDS]: as wait_for; where the health check has not decided by then it goes on.
wait_as_allowed() {
  local limit=${3-} seconds
  if [[ -n $EXTENSION && -z $limit ]]; then
    # The time that others were given is not for one that is ill.
    seconds=$(start_left "$1")
    limit=$((seconds > USUAL ? seconds : USUAL))
  fi
  if wait_for "$1" "${2-}" "$limit"; then return; fi
  [[ -z $hopeless ]] && take_more_time "$1" && wait_for "$1" "${2-}" "$granted"
}

# take_more_time SERVICE: extends the deadline by what the health check of the service has left, what those of COMING allow,
# and, where the step's own time is over, by as much as it had for them. Fails where the service needs none, or the step
# had it already. Sets `granted`: the seconds of the service itself.
take_more_time() {
  local ticks one newest more
  if [[ -n $EXTENSION ]]; then return 1; fi
  granted=$(start_left "$1")
  if ((granted == 0)); then return 1; fi
  granted=$((granted + 5)) more=$granted
  for one in "${COMING[@]}"; do
    newest=$(container_of "$one" || true)
    if [[ -n $newest ]]; then more=$((more + $(start_allowed "$newest"))); fi
  done
  if out_of_time; then
    if ((${#COMING[@]})); then more=$((more + DEADLINE)); else more=$((more + 30)); fi
    tick
    if ((ticks > DUE)); then more=$((more + (ticks - DUE) / 100)); fi
  fi
  renew_lease "$STEP" "$(($(left) + more))" || return 1
  note note.deadline-extended "the deadline of $STEP was extended once by $more s: $1 starts, and its own health check allows it that long" || return 1
  USUAL=$DEADLINE
  DUE=$((DUE + 100 * more)) DEADLINE=$((DEADLINE + more)) TIMED_OUT=''
  EXTENSION="; its deadline was extended once by $more s, as the health check of $1 allows"
  # For whoever waits for this step.
  put "$WORK/extended" printf '%s=%s\n' "$STEP" $(((DUE - (${BEGAN:-DUE - 100 * DEADLINE})) / 100)) || true
  watch_anew
}
