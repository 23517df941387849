# What queries/detect.sh tells of disks, the lock of the index, the state directory and how the services answer.
# needs: docker/reachable git/checkout git/lock patience calls
# gives: disk_space index_lock state_facts probe_facts
# reads: HEALTH STATE TRIES

disk_space() { ask_disk "disk of $2" df -Pk "$2" | awk -v what="$1" 'NR == 2 { print what, $0 }' || true; }

# The lock of the index, a tab, and `live PID COMMAND`, or `stale` when nobody is at it. Nothing when there is
# none, or it is gone within five seconds: a passing one.
index_lock() {
  local lock holder=''
  lock=$(checkout_git rev-parse --path-format=absolute --git-path index.lock) || return 0
  for _ in {1..20}; do
    if [[ ! -e $lock ]]; then return; fi
    holder=$(lock_holder "$lock")
    if [[ -z $holder ]]; then break; fi
    sleep 0.25
  done
  if [[ -e $lock ]]; then printf '%s\t%s' "$lock" "${holder:+live }${holder:-stale}"; fi
}

state_facts() {
  local file why
  if ! ask_disk "state directory $STATE" test -d "$STATE"; then
    say unreadable "$STATE"
    return
  fi
  for file in journal.jsonl deployments.jsonl lease; do
    if [[ -r $STATE/$file ]]; then
      fact "$file" <"$STATE/$file"
    elif [[ -e $STATE/$file || (-e $STATE && ! -x $STATE) ]]; then
      say unreadable "$STATE/$file"
    fi
  done
  if [[ -f $STATE/checkpoint && -r $STATE/checkpoint ]]; then sed -n '3s/^# sha256 //p' "$STATE/checkpoint" | fact checkpoint; fi
  for file in "$STATE"/holds/*; do
    if [[ -f $file ]]; then printf 'id=%s\n%s\n\n' "$(basename "$file")" "$(tr -d '\000' 2>/dev/null <"$file")"; fi
  done | fact holds
  for file in "$STATE"/r-*/; do
    if compgen -G "$file*.log" >/dev/null; then basename "$file"; fi
  done | fact rollbacks
  # Of rollbacks of older versions that restored in place: what tells where the database as it was is now.
  for file in "$STATE"/r-*/{safety.dump,safety.restored,replaced,restored}; do
    if [[ -s $file ]]; then printf '%s\t%s\n' "$(basename "${file%/*}")" "${file##*/}"; fi
  done | fact safety
  # In KiB.
  if [[ -f $STATE/reserve ]]; then say reserve "$(($(stat -c %b -- "$STATE/reserve") / 2))"; fi
  why=$(state_barred)
  if [[ -n $why ]]; then say unwritable "state $why"; fi
}

# Some calls one after the other; three in a row without an answer are enough, and one that cannot be made.
probe_facts() {
  local probe name url mute tries target said
  while IFS= read -r probe; do
    [[ -n $probe ]] || continue
    name=${probe%%=*} url=${probe#*=} mute=0 tries=$TRIES
    target=$(reachable "$url") || target=$url
    if [[ $target == @* && $tries -gt 5 ]]; then tries=5; fi
    while ((tries > 0 && mute < 3)); do
      while IFS= read -r said; do
        printf '%s\t%s\n' "$name" "$said"
        tries=$((tries - 1))
        if [[ $said == 000* ]]; then mute=$((mute + 1)); else mute=0; fi
        if [[ $said == unasked* ]]; then tries=0; fi
      done < <(calls "$tries" 2 "$target" "$url")
    done
  done <<<"$HEALTH" | fact probes
}
