# What is done before a deployment: asked, backed up, and what runs is pinned.
# needs: journal/objections checkpoint/record postgres/take-backup docker/running-services
# gives: before
# reads: BACKUP BACKUPS DATABASE_SERVICE DIRECTORY STATE

# The newest backup that a checkpoint took is young enough: sets `backup`, `sha256` and `bytes` to it.
recent_backup() {
  local seconds=$1 line at
  line=$( { cat "$(record)" "$STATE/before" 2>/dev/null || true; } | grep -ao '"backup":{"path":"[^"\\]*","sha256":"[0-9a-f]*","bytes":[0-9]*,"takenAt":"[^"]*"}' | tail -n 1 || true)
  at=$(text_field takenAt "$line")
  if [[ -z $at || $at < $(now $((-seconds))) ]]; then return 1; fi
  BACKUP=$(text_field path "$line") sha256=$(text_field sha256 "$line") bytes=$(number_field bytes "$line")
  in_backup_store test -f "$BACKUP" && [[ $(checksum) == "$sha256" ]] || return 1
  backup=$BACKUP taken_at=$at
}

# Sets `server` and PLACE, or says why no backup can be taken.
reach_database() {
  find_server || give_up checkpoint.no-database "nothing is recorded: $DATABASE_SERVICE has no container; without its data: --no-backup --reason TEXT"
  if [[ $(state_of "$server") != @(running|starting|healthy|unhealthy) ]]; then
    give_up checkpoint.database-down "nothing is recorded: $DATABASE_SERVICE is $(state_of "$server"); without its data: --no-backup --reason TEXT"
  fi
  find_backup_place || give_up checkpoint.no-directory "nothing is recorded: there is no directory $BACKUPS, neither in the container of $DATABASE_SERVICE nor here"
}

# Sets `taken`, the JSON of the backup.
back_up() {
  local free needed last taken_at
  if [[ -z $DATABASE_SERVICE && -z $backup_command ]]; then
    say 'backup    none: the configuration has no database'
    return
  fi
  if [[ -n $no_backup ]]; then
    say "backup    none: $reason"
    return
  fi
  if [[ -z $DATABASE_SERVICE ]]; then
    # Of a managed database, say: what the command leaves is on this host.
    server='' PLACE=host
  else
    reach_database
  fi
  if [[ -n $maximum_age ]] && recent_backup "$maximum_age"; then
    say "backup    $backup, of $taken_at"
  elif [[ -n $backup_command ]]; then
    backup=$(cd "$DIRECTORY" && bash -c "$backup_command" </dev/null | tail -n 1) || give_up checkpoint.command-failed 'the backup command failed; do not deploy'
    BACKUP=$backup
    find_place || give_up checkpoint.command-no-file "the backup command ended with $(printf %q "$backup"), which is no file; it accepts its path as the last line"
    sha256=$(checksum) bytes=$(size_of) taken_at=$(now) own=false
    say "backup    $backup, $bytes bytes, by $backup_command"
  else
    remove_halves
    last=$(number_field bytes "$(last_line)")
    if ! free=$(free_bytes) || ! needed=$(needed_bytes "$last"); then give_up checkpoint.database-silent 'the database does not answer; do not deploy'; fi
    if ((free < needed)); then give_up checkpoint.no-space "no backup: it may need $((needed >> 20)) MiB beside $BACKUPS, and $((free >> 20)) MiB are free; do not deploy"; fi
    taken_at=$(now)
    take_backup "database_$(date -u +%Y%m%d_%H%M%S).sql" || give_up checkpoint.backup-failed 'the backup failed; do not deploy'
    say "backup    $backup, $bytes bytes"
  fi
  taken="{\"path\":$(json_string "$backup"),\"sha256\":\"$sha256\",\"bytes\":$bytes,\"takenAt\":\"$taken_at\"${own:+,\"own\":$own}}"
}

# The images that run keep a name of ours, by the commit that the record has for them.
pin_running() {
  local commit service gone=()
  commit=$(recorded_commit)
  for service in "${services[@]}"; do
    if ! image_id "${image_by[$service]}" >/dev/null; then
      gone+=("$service")
    elif [[ -n $commit ]]; then
      pin "$service" "$commit" "${image_by[$service]}" || give_up checkpoint.not-pinned "the image of $service cannot be pinned; do not deploy"
    fi
  done
  if ((${#gone[@]})); then say "warning   the image of ${gone[*]} is gone: to come back here would need a build"; fi
  if [[ -n $commit ]]; then
    say "pinned    ${services[*]:-nothing} at ${commit:0:12}"
  else
    say 'warning   what runs is not on record, so its images are not pinned'
  fi
}

# before COMMIT
before() {
  local started=$EPOCHSECONDS found taken=null unfinished backup='' sha256='' bytes=''
  if [[ -s $STATE/before ]]; then
    unfinished=$(text_field at "$(<"$STATE/before")")
    say "warning   a deployment that began at ${unfinished:-an unknown time} has no \`checkpoint after\`"
  fi
  find_running
  found=$(unsettled)
  back_up
  fail_point checkpoint.backed-up
  pin_running
  fail_point checkpoint.pinned
  (umask 077 && put "$STATE/before" printf '{"at":"%s","commit":"%s","seconds":%s,"found":%s,"backup":%s%s}\n' \
    "$(now)" "$1" $((EPOCHSECONDS - started)) "$(json_string "${found:-healthy}")" "$taken" "${no_backup:+,\"noBackup\":$(json_string "$reason")}") ||
    give_up checkpoint.before-unwritable "$STATE/before cannot be written; do not deploy"
}
