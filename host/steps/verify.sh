# Checks the deployment at its target and keeps what was seen.
# IMAGES: service=image id. SCALE: service=number of containers. DEFINITION: the checksum of the target's definition, where
# the plan has one; RENEWED: services whose files the target has in another state. LINKS: service=exit code of the probe that ran inside the network.
# needs: step/step docker/reachable calls step/checks step/more-time step/own-time postgres/verify-access postgres/verify-restored settings/settings-left
# reads: CRITICAL DATABASE_SERVICE DEFINITION DIRECTORY ENVIRONMENT HEALTH HEALTH_SCRIPT IMAGES LINKS RENEWED TRIES
begin verify

check_commit
own_time
for pair in $IMAGES; do
  at_least 5
  check_service "${pair%%=*}" "${pair#*=}"
done
if [[ -n ${DEFINITION-} ]]; then
  read -ra services <<<"$(names_in "$IMAGES")"
  check_definitions "${services[@]}"
  read -ra renewed < <(printf '%s\n' "${RENEWED-}")
  check_files "${renewed[@]}"
  read -ra pairs <<<"$IMAGES"
  check_names "${pairs[@]}"
fi
check_database
if [[ -n $DATABASE_SERVICE ]]; then check_access; fi
if [[ -s $WORK/restored ]]; then
  at_least 30
  check_restored
fi

fail_point verify.looked
for pair in $LINKS; do
  if [[ ${pair#*=} == 0 ]]; then ok=yes; else ok=no; fi
  check check.link "link of ${pair%%=*}" "$ok" "the probe inside the network ended with ${pair#*=}"
done

# Read-only calls from outside: all of one round must be answered well, rounds go on until the deadline.
round() {
  local code seconds why
  bad=0 worst='' unasked='' times=()
  while ((${#times[@]} < tries)); do
    while IFS=$'\t' read -r code seconds why; do
      times+=("$seconds")
      if [[ $code == unasked ]]; then unasked=$why; fi
      if [[ $code != [23]* ]]; then bad=$((bad + 1)) worst=${why:-${code/#000/no answer}}; fi
    done < <(calls $((tries - ${#times[@]})) 5 "$target" "$url")
    if [[ -n $unasked ]] || { ((bad)) && out_of_time; }; then return; fi
  done
}
median() { printf '%s\n' "${times[@]}" | sort -n | awk '{ all[NR] = $1 } END { printf "%.0f", 500 * (all[int((NR + 1) / 2)] + all[int(NR / 2) + 1]) }'; }
nowhere='Docker does not say where it can be reached'
mapfile -t probes <<<"$HEALTH"
own_time
for probe in "${probes[@]}"; do
  [[ -n $probe ]] || continue
  name=${probe%%=*} url=${probe#*=}
  at_least 5
  if ! target=$(reachable "$url"); then
    check check.probe "probe $name" unknown "not run: $nowhere"
    continue
  fi
  tries=$TRIES
  # From inside each takes a process of its own.
  if [[ $target == @* && $tries -gt 5 ]]; then tries=5; fi
  round
  while ((bad)) && [[ -z $unasked ]] && ! out_of_time; do
    sleep 1
    round
  done
  if [[ -n $unasked ]]; then
    check check.probe "probe $name" unknown "not asked: $unasked" no
    continue
  fi
  if ((bad == 0)); then ok=yes said="$tries of $tries well answered"; else ok=no said="$bad of $tries failed, last with $worst"; fi
  check check.probe "probe $name" "$ok" "$said, median $(median) ms"
done

# outside NAME COMMAND…: runs what may have side effects. Sets `ok` and `said`. What it leaves running keeps
# neither the lock nor the caller's output.
unlocked() { cd "$DIRECTORY" && "$@" 9>&-; }
outside() {
  local status=0 last
  TIMED_OUT=''
  if [[ -n $hidden && $1 == run_hidden ]]; then
    outside_hidden
    return
  fi
  within unlocked "$@" >"$WORK/check.log" 2>&1 || status=$?
  last=$(tail -c 5000 "$WORK/check.log" | tr '\000' '?' | awk 'NF { last = $0 } END { print substr(last, 1, 200) }')
  tail -c 5000 "$WORK/check.log" || true
  if ((status == 0)); then ok=yes said="exit 0${last:+: $last}"; else ok=no said="exit $status${TIMED_OUT:-${last:+: $last}}"; fi
}

mark_of() {
  local sum
  sum=$(sha256sum <<<"$1")
  printf '%s' "$WORK/once-${sum:0:16}"
}
# once CODE NAME COMMAND…: runs it, unless a copy of us that was cut off has begun it: then what that one saw counts,
# if it came so far. The mark has room for that from the beginning: the disk may be full by then.
once() {
  local code=$1 name=$2 mark
  shift 2
  mark=$(mark_of "$name")
  own_time
  if [[ -s $mark ]]; then
    read -r ok said <"$mark"
    if [[ $ok == begun ]]; then ok=unknown said='not run again: it had begun when an earlier verify was cut off'; fi
  elif ! put "$mark" printf 'begun%2000s\n' ''; then
    ok=unknown said="not run: it cannot be written down that it has begun: $mark"
  else
    fail_point verify.marked
    outside "$@"
    fail_point verify.ran
    printf '%s %s\n' "$ok" "$said" 1<>"$mark"
    sync "$mark"
  fi
  check "$code" "$name" "$ok" "$said"
}
# answers URL [TARGET]: calls it there where Docker says, or has said, that it can be reached.
answers() {
  local code target=${2-} why
  if [[ -z $target ]] && ! target=$(reachable "$1"); then
    echo "$nowhere"
    return 1
  fi
  IFS=$'\t' read -r code _ why < <(calls 1 "$(left)" "$target" "$1" "$hidden")
  if [[ -n $why ]]; then printf 'not answered: %s\n' "$why"; else printf 'answered with %s\n' "${code/#000/nothing}"; fi
  [[ $code == [23]* ]]
}
# A check that is secret is in no command line. What it prints is told nobody, and stays with the rollback.
outside_hidden() {
  local status=0 file
  file=$WORK/check-$(sha256sum <<<"$hidden" | cut -c 1-8).out
  within unlocked run_hidden >"$file" 2>&1 || status=$?
  if ((status == 0)); then ok=yes; else ok=no; fi
  said="exit $status$TIMED_OUT; it is secret, and what it printed is in $file alone"
}
run_hidden() { as_caller bash /dev/fd/8 8<<<"$text"; }
answers_hidden() { answers "$text" "$target"; }
# HOW NAME WHAT: a configured check is a URL or a line of bash.
critical() {
  local target='' hidden='' text=$3
  if is_secret "$2"; then hidden=$2; fi
  case $3 in
    http://* | https://*)
      # That Docker is away is not what a check has come to that runs only once.
      if [[ $1 == once && ! -s $(mark_of "$2") ]] && ! target=$(reachable "$3"); then
        check check.critical "$2" unknown "not run: $nowhere"
      else
        if [[ -n $hidden ]]; then "$1" check.critical "$2" answers_hidden; else "$1" check.critical "$2" answers "$3" "$target"; fi
      fi
      ;;
    *) if [[ -n $hidden ]]; then "$1" check.critical "$2" run_hidden; else "$1" check.critical "$2" as_caller bash -c "$3"; fi ;;
  esac
}
# again CODE NAME COMMAND…: runs it; where it fails it is tried anew when all else is done.
again() {
  own_time
  outside "${@:3}"
  if [[ $ok == yes ]]; then check "$1" "$2" yes "$said"; else retry[$line]=$said; fi
}
anew() {
  outside "${@:3}"
  retry[$line]=$said
  if [[ $ok == yes ]]; then
    unset 'retry[$line]'
    check "$1" "$2" yes "$said"
  fi
}

declare -A retry=()
hidden=''
mapfile -t lines <<<"$CRITICAL"
for line in "${lines[@]}"; do
  [[ -n $line ]] || continue
  what=${line#*=}
  case $what in
    again:*) critical again "critical ${line%%=*}" "${what#again:}" ;;
    *) critical once "critical ${line%%=*}" "${what#once:}" ;;
  esac
done
if [[ -n $HEALTH_SCRIPT && -f $DIRECTORY/$HEALTH_SCRIPT ]]; then
  if [[ -x $DIRECTORY/$HEALTH_SCRIPT ]]; then once check.health-script "$HEALTH_SCRIPT" as_caller "./$HEALTH_SCRIPT" "$ENVIRONMENT"; else once check.health-script "$HEALTH_SCRIPT" as_caller bash "./$HEALTH_SCRIPT" "$ENVIRONMENT"; fi
fi
own_time
while ((${#retry[@]})) && ! out_of_time; do
  sleep 1
  for line in "${!retry[@]}"; do
    if ! out_of_time; then critical anew "critical ${line%%=*}" "${line#*=again:}"; fi
  done
done
for line in "${!retry[@]}"; do check check.critical "critical ${line%%=*}" no "${retry[$line]}"; done

# Where nobody can write that down, nobody is told either.
note_settings_left "$WORK/settings-left" 2>/dev/null || rm -f -- "$WORK/settings-left" || true

detail checks "[$CHECKS]"
succeed "$(grep -o '"ok":true' <<<"$CHECKS" | wc -l) of $(grep -o '"ok":' <<<"$CHECKS" | wc -l) checks passed$EXTENSION"
