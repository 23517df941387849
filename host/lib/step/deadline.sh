# The time that a step has, and running a command for no longer than that.
# needs: step/process-tree
# gives: left out_of_time within

# Seconds that are left, at least 1, so that what is started last still ends by itself.
left() {
  local ticks
  tick
  printf '%s' $((DUE > ticks + 100 ? (DUE - ticks) / 100 : 1))
}

# out_of_time [MORE]: whether the deadline, or so many seconds more, are over.
out_of_time() {
  local ticks
  tick
  ((ticks >= DUE + 100 * ${1:-0}))
}

# Runs a command, or one of our functions, for as long as is left; then ends it with all that it has started
# and fails with 124.
within() {
  local status=0
  set -m
  "$@" 3>&- &
  GROUP=$!
  set +m
  until out_of_time || ! kill -0 "$GROUP" 2>/dev/null; do pause 0.1; done
  if kill -0 "$GROUP" 2>/dev/null; then
    TIMED_OUT=", out of time after $DEADLINE s"
    printf 'out of time after %s s: %s\n' "$DEADLINE" "$*"
    end_tree "$GROUP"
    status=124
  fi
  wait "$GROUP" 2>/dev/null || status=$((status == 124 ? 124 : $?))
  GROUP=''
  return "$status"
}
