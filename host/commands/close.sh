# Closes an attempt: journals how it ended, once, holds what was rolled back from, ends the lease, and
# prints the whole journal for the audit, in base64; or an answer that says why it cannot.
# needs: journal/journal patience journal/closing docker/clean-up
# reads: CHANGING CODE HOLD HOLD_COMMIT HOLD_NUMBER OLD_PINS OPERATOR OUTCOME REASON RELEASE ROLLBACK STATE STEPS SUMMARY
exec </dev/null

# give_up CODE WHY: the attempt stays open.
give_up() { refuse "$1" "the outcome of $ROLLBACK cannot be journaled: $2"; }
locked=0
lock || locked=$?
if ((locked == 1)); then give_up lock.held 'a step still runs'; fi
if ((locked)); then give_up state.unwritable "the state directory cannot be written: $STATE"; fi

# Names under which old rollbacks kept images. A Docker that does not answer is asked no more.
remove_pins() {
  local name said status
  keep_patience
  for name in ${OLD_PINS-}; do
    status=0
    said=$(remove_pin "$name" 2>&1) || status=$?
    if ((status)); then note note.image-kept "the image name $name is kept: ${said:-no answer}" || true; fi
    if gave_up "$status"; then return 1; fi
  done
}

# Which of the STEPS that the outcome rests on has not ended well. One that Pulumi has left out (--target), or of which it
# remembers the verdict of another time, has not. Where there are steps that are CHANGING and none of them has begun, all have.
missing() {
  local step
  if [[ -n ${CHANGING-} ]] && ! journaled begin "\"step\":\"(${CHANGING// /|})\"" >/dev/null; then return; fi
  for step in ${STEPS-}; do
    ended_well "$step" >/dev/null || { printf '%s' "$step"; return; }
  done
}

# The outcome comes last: a try that is cut off before it leaves an attempt that is open and is closed by the next one,
# while of one that is closed nothing is done again: neither a hold brought back nor a lease ended.
if journaled attempt >/dev/null && ! is_closed; then
  own_lease || give_up lease.held "$taken"
  absent=$(missing)
  [[ -z $absent ]] || give_up close.step-missing "it is not $OUTCOME: $absent has not ended well on this host"
  if [[ ${HOLD:-none} != none ]]; then
    hold "$HOLD" "$HOLD_COMMIT" "${OPERATOR-}" "${REASON-}" "${HOLD_NUMBER-}" || give_up state.unwritable "the hold cannot be written: $STATE/holds/$ROLLBACK"
  fi
  fail_point close.held
  if [[ -n ${RELEASE-} ]]; then release "$RELEASE" || give_up state.unwritable "the hold cannot be removed: $STATE/holds/$RELEASE"; fi
  built_names_back
  rm -f -- "$STATE/$ROLLBACK"/*.new || true
  if remove_pins; then remove_probes || true; fi
  end_all || give_up state.unwritable "$STATE/journal.jsonl cannot be written"
  drop_lease || give_up state.unwritable "$STATE/lease cannot be removed"
  fail_point close.dropped
  journal outcome "\"outcome\":\"$OUTCOME\",\"summary\":$(json_string "$SUMMARY"),\"code\":$(json_string "${CODE:-end.$OUTCOME}")" ||
    give_up state.unwritable "$STATE/journal.jsonl cannot be written"
  fail_point close.journaled
else
  drop_lease || true
fi
keep_reserve
base64 -w0 "$STATE/journal.jsonl"
