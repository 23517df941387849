# What queries/detect.sh tells of the state directory, the containers, and how they are reached.
# needs: docker/containers docker/reachable git/checkout git/lock patience calls postgres/query
# gives: room index_lock state_facts database_facts probe_facts
# reads: DATABASE_SERVICE HEALTH STATE TRIES

room() { ask_disk "disk of $2" df -Pk "$2" | awk -v what="$1" 'NR == 2 { print what, $0 }' || true; }

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
  why=$(state_barred)
  if [[ -n $why ]]; then say unwritable "state $why"; fi
}

# PostgreSQL's own words for data that cannot be right, in its log.
CORRUPT='invalid page in block|could not read block|could not access status of transaction|missing chunk number|unexpected chunk number|unexpected zero page|data is corrupt|found xmin .* from before relfrozenxid|is not a btree|PANIC: '

# All that detect asks of the database, in one call and one JSON object: its version and oid, the databases that rollbacks
# have left there (they tell of them, should the journal be lost), and how many pages had a wrong checksum.
ABOUT="select jsonb_build_object('version', version(),
  'oid', (select oid::text from pg_database where datname = current_database()),
  'left', (select coalesce(jsonb_agg(datname), '[]') from pg_database where datname ~ '_(before|undone|inplace)_r-[0-9a-f]{8}\$' and datname !~ '[[:cntrl:]]'),
  'wrongPages', (select coalesce((to_jsonb(s) ->> 'checksum_failures')::bigint, 0) from pg_stat_database s where datname = current_database()))"

# database_facts ANSWER: what came back, besides warnings, and what the log of the last quarter of an hour, since the last
# rollback came to its end, says of damage.
database_facts() {
  local since last
  say database "$(grep -a '^{' <<<"$1" | tail -n 1 || true)"
  since=$(now -900)
  last=$(sed -nE 's/^\{"v":[12],"type":"(outcome|close)","rollback":"[^"]*","at":"([^"]*)".*/\2/p' "$STATE/journal.jsonl" 2>/dev/null | tail -n 1 || true)
  if [[ $last > $since ]]; then since=$last; fi
  {
    { service_log "$DATABASE_SERVICE" 5000 "$since" || true; } | grep -aE "$CORRUPT" | sed -E 's/^.*(ERROR|FATAL|WARNING|PANIC|LOG): +//' | sort | uniq -c | sort -rn | head -n 3 | sed -E 's/^ *([0-9]+) /\1 times in its log: /' || true
  } | cut -c1-200 | fact database.damage
}

# Some calls one after the other; three in a row without an answer are enough.
probe_facts() {
  local probe name url mute tries target answer
  while IFS= read -r probe; do
    [[ -n $probe ]] || continue
    name=${probe%%=*} url=${probe#*=} mute=0 tries=$TRIES
    target=$(reachable "$url") || target=$url
    while ((tries > 0 && mute < 3)); do
      while IFS= read -r answer; do
        printf '%s\t%s\n' "$name" "$answer"
        tries=$((tries - 1))
        if [[ $answer == 000* ]]; then mute=$((mute + 1)); else mute=0; fi
      done < <(calls "$tries" 2 "$target" "$url")
    done
  done <<<"$HEALTH" | fact probes
}
