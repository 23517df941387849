# What every step has in common. A step that ended before prints its old verdict and does nothing
# again. However a step ends, it exits 0 and prints one verdict: the machine decides what follows.

# Prints the recorded verdict, and ends, when the step is done, or its attempt closed for good.
reprint() {
  local ended outcome
  if ! ended=$(journaled end "\"step\":\"$STEP\",\"ok\":true" | tail -n 1); then
    if ! outcome=$(journaled outcome); then return; fi
    ended=$(journaled end "\"step\":\"$STEP\"" | tail -n 1) ||
      ended="\"verdict\":{\"step\":\"$STEP\",\"ok\":false,\"summary\":\"the attempt is closed\",\"started\":\"$STARTED\",\"seconds\":0},\"before\":"
  fi
  ended=${ended#*\"verdict\":}
  printf '%s\n' "${ended%,\"before\":*}"
  exit 0
}

# begin STEP: takes the lock, sends all output to the step's log, and promises a verdict.
begin() {
  STEP=$1 STARTED=$(now) CLOCK=$EPOCHREALTIME DETAILS=''
  exec 3>&1 </dev/null
  if ! lock; then
    printf '{"step":"%s","ok":false,"summary":"another step of this project runs","started":"%s","seconds":0}\n' "$STEP" "$STARTED"
    exit 0
  fi
  reprint
  WORK=$STATE/$ROLLBACK
  mkdir -p "$WORK"
  LOG=$WORK/$STEP.log
  exec >>"$LOG" 2>&1
  trap 'settle $?' EXIT
  journal begin "\"step\":\"$STEP\""
  DEADLINE=$(deadline "$STEP")
  printf '\n--- %s %s, at most %s s\n' "$STARTED" "$STEP" "$DEADLINE"
}

# The seconds that a step may take, as the attempt was opened with.
deadline() { sed -n "s/^$1=//p" "$STATE/$ROLLBACK/deadlines"; }

# Seconds that are left, at least 1, so that what is started last still ends by itself.
left() {
  local gone=$((${EPOCHREALTIME%.*} - ${CLOCK%.*}))
  printf '%s' $((DEADLINE > gone ? DEADLINE - gone : 1))
}
# Runs a command, or one of our functions, for as long as is left; then ends its whole process group.
within() {
  local pid status=0
  set -m
  "$@" &
  pid=$!
  set +m
  until out_of_time || ! kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
  if kill -0 "$pid" 2>/dev/null; then
    printf 'out of time after %s s: %s\n' "$DEADLINE" "$*"
    kill -TERM -- "-$pid" && sleep 2
    kill -KILL -- "-$pid" 2>/dev/null || true
  fi
  wait "$pid" || status=$?
  return "$status"
}
out_of_time() { ((${EPOCHREALTIME%.*} - ${CLOCK%.*} >= DEADLINE)); }

# detail NAME JSON: one more field of the verdict.
detail() { DETAILS+=",\"$1\":$2"; }

# succeed SUMMARY, fail SUMMARY: end the step. An unforeseen error ends it as a failure, too.
succeed() {
  verdict true "$1"
  exit 0
}
fail() {
  verdict false "$1" ",\"log\":$(json_string "$(tail -n 15 "$LOG" | cut -c1-300)")"
  exit 0
}
settle() {
  if [[ -z ${SETTLED-} ]]; then
    verdict false "$STEP stopped unexpectedly (exit $1)" ",\"log\":$(json_string "$(tail -n 15 "$LOG" | cut -c1-300)")"
  fi
  if declare -F cleanup >/dev/null; then cleanup; fi
  exit 0
}
verdict() {
  local seconds line
  seconds=$(awk -v a="$CLOCK" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.2f", b - a }')
  line="{\"step\":\"$STEP\",\"ok\":$1,\"summary\":$(json_string "$2"),\"started\":\"$STARTED\",\"seconds\":$seconds$DETAILS${3-}}"
  journal end "\"step\":\"$STEP\",\"ok\":$1,\"verdict\":$line"
  SETTLED=yes
  printf '%s\n' "$line" >&3
}
