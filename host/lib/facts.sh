# What queries/detect.sh tells of the state directory, the containers, and how they are reached.
# needs: docker/deployment git/checkout git/lock patience
# gives: room index_lock state_facts container_facts database_facts link_facts probe_facts
# reads: DATABASE_SERVICE HEALTH LINK_PROBE PROBED PROJECT STATE TRIES

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

# By .ID, the field's name: by .Id Docker falls back to bare JSON, where .State.Health may not be.
CONTAINER='{"id":{{json .ID}},"image":{{json .Image}},"reference":{{json .Config.Image}},"status":{{json .State.Status}},"health":{{if .State.Health}}{{json .State.Health.Status}}{{else}}null{{end}},"exitCode":{{.State.ExitCode}},"oomKilled":{{.State.OOMKilled}},"started":{{json .State.StartedAt}},"restarts":{{.RestartCount}},"labels":{{json .Config.Labels}},"networks":{{json .NetworkSettings.Networks}},"networkMode":{{json .HostConfig.NetworkMode}},"restartPolicy":{{json .HostConfig.RestartPolicy.Name}},"mounts":{{json .Mounts}}}'

container_facts() {
  local -a ids images
  mapfile -t ids < <(docker ps -aq --no-trunc --filter "label=com.docker.compose.project=$PROJECT" --filter label=com.docker.compose.oneoff=False)
  if ((${#ids[@]})); then
    { docker inspect -f "$CONTAINER" "${ids[@]}" || true; } | fact containers
    mapfile -t images < <(docker inspect -f '{{.Image}}' "${ids[@]}" | sort -u)
    if ((${#images[@]})); then
      { docker image inspect -f '{{.Id}} {{.Size}}' "${images[@]}" 2>/dev/null || true; } | fact sizes
    fi
  fi
  { docker network ls --filter "label=com.docker.compose.project=$PROJECT" --format '{{.Name}}' || true; } | fact networks
  { docker image ls --filter "reference=chronos-rollback/$PROJECT-*" --format '{{.Repository}}:{{.Tag}}' || true; } | fact pins
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
    { docker logs --since "$since" --tail 5000 "$(container_of "$DATABASE_SERVICE")" 2>&1 || true; } | grep -aE "$CORRUPT" | sed -E 's/^.*(ERROR|FATAL|WARNING|PANIC|LOG): +//' | sort | uniq -c | sort -rn | head -n 3 | sed -E 's/^ *([0-9]+) /\1 times in its log: /' || true
  } | cut -c1-200 | fact database.damage
}

# Each link as its own service sees it, from inside, all at once. None of a service that does not run, or
# whose image has no shell or no HTTP client: nothing can be told of those.
link_facts() {
  local line
  while IFS= read -r line; do
    if [[ -n $line ]]; then link_code "${line%%=*}" "${line#*=}" & fi
  done <<<"${PROBED-}" | fact links
}
link_code() {
  local container code=0
  container=$(container_of "$1")
  if [[ -z $container || ! $(state_of "$container") =~ ^(running|starting|healthy|unhealthy)$ ]]; then return; fi
  timeout -k 2 12 env docker exec "$container" sh -c "$LINK_PROBE" probe "$2" </dev/null >/dev/null 2>&1 3>&- || code=$?
  if gave_up "$code"; then silent "the link of $1 to $2"; fi
  if ((code != 126 && code != 127)); then printf '%s\t%s\n' "$1" "$code"; fi
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
