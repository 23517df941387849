# What is done after a deployment: waited for, recorded, and old backups are removed.
# needs: checkpoint/record checkpoint/retention docker/running-services docker/reachable journal/reserve calls settings/keyed-digest share
# needs: checkpoint/runbook-of-record journal/remember
# gives: after
# reads: HEALTH STATE

# The configured calls that are not answered well, a line each.
unanswered() {
  local probe url target code why _
  while IFS= read -r probe; do
    if [[ -z $probe ]]; then continue; fi
    url=${probe#*=}
    target=$(reachable "$url") || target=$url
    IFS=$'\t' read -r code _ why < <(calls 1 5 "$target" "$url")
    if [[ $code != [23]* && $code != unasked ]]; then printf '%s answers %s%s\n' "${probe%%=*}" "${code/#000/nothing}" "${why:+ ($why)}"; fi
  done <<<"$HEALTH"
}

# Waits until nothing is unhealthy twice on end, no container having been started again meanwhile; sets `unhealthy`.
wait_until_healthy() {
  local end=$((SECONDS + $1)) before after steady=0
  before=$(restarts_in_all)
  while :; do
    mapfile -t unhealthy < <(unsettled)
    if ((${#unhealthy[@]} == 0)); then mapfile -t unhealthy < <(unanswered); fi
    after=$(restarts_in_all)
    if ((${#unhealthy[@]} == 0)) && [[ $after == "$before" ]]; then steady=$((steady + 1)); else steady=0; fi
    before=$after
    if ((steady > 1)); then return 0; fi
    if ((SECONDS >= end)); then
      if ((${#unhealthy[@]} == 0 && steady == 0)); then unhealthy=('a container is started again'); fi
      return 0
    fi
    pause 0.5
  done
}

# after SECONDS
after() {
  local outcome=healthy number pending='' commit
  local -a unhealthy=()
  if [[ -s $STATE/before ]]; then pending=$(<"$STATE/before"); fi
  if [[ ! $pending =~ ^\{\"at\":.*\}$ ]]; then pending=''; fi
  wait_until_healthy "$1"
  find_running
  if ((${#services[@]} == 0)); then unhealthy+=('no service of the release has a container'); fi
  if ((${#unhealthy[@]})); then outcome=unhealthy; fi
  # One that was cut off behind its line has recorded this release.
  if [[ -z $pending || $(last_line) != *",\"before\":$pending}" ]]; then
    write_record "$outcome" "${unhealthy[@]}" || give_up checkpoint.record-unwritable "$(record) cannot be written"
  fi
  remember_project || give_up checkpoint.record-unwritable "$(record) cannot be written"
  share "$STATE/deployment" "$(record)" "$(settings_directory)" "$(settings_directory)"/* || give_up checkpoint.record-unwritable "$(record) cannot be written"
  number=$(number_field number "$(last_line)")
  fail_point checkpoint.recorded
  rm -f -- "$STATE/before"
  keep_reserve
  if ! leave_runbook_of_record; then say "warning   $STATE/BY-HAND.txt cannot be written"; fi
  commit=$(text_field commit "$(last_line)")
  say "release   $number, ${commit:0:12}: $outcome"
  if [[ -n $pending ]]; then say "before    took $(number_field seconds "$pending") s"; fi
  if ((${#unhealthy[@]})); then
    printf 'unhealthy %s\n' "${unhealthy[@]}"
    return 1
  fi
}
