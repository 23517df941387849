# What every step has in common. A step that ended before prints its old verdict and does nothing
# again. However a step ends, it exits 0 and prints one verdict: the machine decides what follows.

# begin STEP: takes the lock, sends all output to the step's log, and promises a verdict.
begin() {
  STEP=$1 STARTED=$(now) CLOCK=$EPOCHREALTIME DETAILS='' LOG='' GROUP='' TIMED_OUT=''
  exec 3>&1 </dev/null
  trap 'settle $?' EXIT
  trap 'fail "$STEP was stopped by a signal"' TERM INT HUP
  local locked=0
  lock || locked=$?
  if ((locked == 1)); then say_only 'another step of this project runs'; fi
  if ((locked == 2)); then say_only "the state directory cannot be written: $STATE"; fi
  reprint
  if ! journaled attempt >/dev/null; then say_only "the journal of this host knows no rollback $ROLLBACK"; fi
  WORK=$STATE/$ROLLBACK
  mkdir -p "$WORK"
  LOG=$WORK/$STEP.log
  exec >>"$LOG" 2>&1
  journal begin "\"step\":\"$STEP\"" || say_only "the journal cannot be written: $STATE/journal.jsonl"
  DEADLINE=$(deadline "$STEP")
  [[ $DEADLINE =~ ^[1-9][0-9]*$ ]] || fail "no deadline of $STEP is known"
  printf '\n--- %s %s, at most %s s\n' "$STARTED" "$STEP" "$DEADLINE"
}

# Prints the recorded verdict, and ends, when the step is done, or its attempt closed for good.
reprint() {
  local ended
  if ! ended=$(journaled end "\"step\":\"$STEP\",\"ok\":true" | tail -n 1); then
    if ! journaled outcome >/dev/null; then return; fi
    ended=$(journaled end "\"step\":\"$STEP\"" | tail -n 1) || say_only 'the attempt is closed'
  fi
  ended=${ended#*\"verdict\":}
  print "${ended%,\"before\":*}"
}

# print LINE: what the caller gets. say_only SUMMARY: a failure that has no place in the journal. Both end the step.
print() {
  SETTLED=yes
  trap '' PIPE
  printf '%s\n' "$1" >&3 || true
  exit 0
}
say_only() { print "{\"step\":\"$STEP\",\"ok\":false,\"summary\":$(json_string "$1"),\"started\":\"$STARTED\",\"seconds\":$(elapsed)}"; }

# The seconds that a step may take, as the attempt was opened with.
deadline() { sed -n "s/^$1=//p" "$STATE/$ROLLBACK/deadlines"; }
elapsed() { awk -v a="$CLOCK" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.2f", (b > a) ? b - a : 0 }'; }
out_of_time() { ((${EPOCHREALTIME%.*} - ${CLOCK%.*} >= DEADLINE)); }

# Seconds that are left, at least 1, so that what is started last still ends by itself.
left() {
  local gone=$((${EPOCHREALTIME%.*} - ${CLOCK%.*}))
  printf '%s' $((DEADLINE > gone ? DEADLINE - gone : 1))
}

# Runs a command, or one of our functions, for as long as is left; then ends its whole process group and
# fails with 124. The caller's output is not open in it: what it leaves running keeps nobody waiting.
within() {
  local status=0
  set -m
  "$@" 3>&- &
  GROUP=$!
  set +m
  until out_of_time || ! kill -0 "$GROUP" 2>/dev/null; do sleep 0.1; done
  if kill -0 "$GROUP" 2>/dev/null; then
    TIMED_OUT=", out of time after $DEADLINE s"
    printf 'out of time after %s s: %s\n' "$DEADLINE" "$*"
    end_group
    status=124
  fi
  wait "$GROUP" 2>/dev/null || status=$((status == 124 ? 124 : $?))
  GROUP=''
  return "$status"
}

# Ends what `within` has started and still runs: politely, and after two seconds for good.
end_group() {
  [[ -n $GROUP ]] || return 0
  kill -TERM -- "-$GROUP" 2>/dev/null || return 0
  for _ in {1..20}; do
    kill -0 -- "-$GROUP" 2>/dev/null || return 0
    sleep 0.1
  done
  kill -KILL -- "-$GROUP" 2>/dev/null || true
}

# Waits until a service is well: healthy, or without a health check running for two seconds on end; and
# on the image, when one is named. Sets `container` and `state`.
wait_for() {
  local service=$1 image=${2-} steady=0
  while :; do
    container=$(container_of "$service") state='no container'
    if [[ -n $container ]] && state=$(state_of "$container") && [[ -z $image || $(image_of "$container") == "$image" ]]; then
      case $state in
        healthy) return 0 ;;
        running) steady=$((steady + 1)) ;;
        *) steady=0 ;;
      esac
      if ((steady >= 8)); then return 0; fi
    fi
    if out_of_time; then return 1; fi
    sleep 0.25
  done
}

# detail NAME JSON: one more field of the verdict.
detail() { DETAILS+=",\"$1\":$2"; }

# succeed SUMMARY, fail SUMMARY: end the step. An unforeseen error ends it as a failure, too.
succeed() { verdict true "$1" ''; }
fail() {
  trap '' TERM INT HUP
  end_group
  verdict false "$1$TIMED_OUT" ",\"log\":$(json_string "$(last_lines)")"
}
last_lines() {
  if [[ -n $LOG ]]; then tail -c 20000 "$LOG" | tr '\000' '?' | tail -n 15 | cut -c1-300; fi
}
settle() {
  trap '' TERM INT HUP
  if [[ -z ${SETTLED-} ]]; then (fail "$STEP stopped unexpectedly (exit $1)") || true; fi
  end_group
  if declare -F cleanup >/dev/null; then cleanup || true; fi
  exit 0
}
verdict() {
  local line
  line="{\"step\":\"$STEP\",\"ok\":$1,\"summary\":$(json_string "$2"),\"started\":\"$STARTED\",\"seconds\":$(elapsed)$DETAILS$3}"
  journal end "\"step\":\"$STEP\",\"ok\":$1,\"verdict\":$line" || say_only "$2; the journal cannot be written: $STATE/journal.jsonl"
  print "$line"
}
