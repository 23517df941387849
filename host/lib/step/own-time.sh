# A step that makes checks has its deadline for each of them, not for all together: one that takes long leaves the others
# theirs. What comes about beside each other, as services that come up, has one time together.
# needs: journal/lease step/process-tree step/watchdog
# gives: own_time at_least

# own_time: what comes now has as long as the whole step was given.
own_time() { at_least 1000000; }

# at_least SECONDS: what comes now has so long, or what is left where that is more; never more than the step was given. Watch
# and lease are told seldom: of twice that. Where the lease cannot be written the time stays what it is.
at_least() {
  local ticks seconds
  BEGAN=${BEGAN:-$((DUE - 100 * DEADLINE))} TOLD=${TOLD:-$DUE} OWN=${OWN:-$DEADLINE}
  seconds=$(($1 < OWN ? $1 : OWN)) TIMED_OUT=''
  tick
  if ((DUE >= ticks + 100 * seconds)); then return 0; fi
  if ((ticks + 100 * seconds > TOLD)); then
    renew_lease "$STEP" $((2 * OWN)) || return 0
    # For whoever waits for this step.
    put "$WORK/extended" printf '%s=%s\n' "$STEP" $(((ticks + 200 * OWN - BEGAN) / 100)) || true
    DUE=$((ticks + 200 * OWN)) watch_anew
  fi
  DUE=$((ticks + 100 * seconds))
}
