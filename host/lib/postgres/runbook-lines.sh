# What of the runbook a person types at PostgreSQL: a backup beside the live database, both swapped, and back.
# needs: docker/runbook-lines postgres/like-live json-fields
# gives: database_lines ask_database_line
# reads: BACKUPS DATABASE_NAME DATABASE_SERVICE DATABASE_USER RUNBOOK_BACKUP RUNBOOK_KEPT STATE

# psql_words [-i] DATABASE WORD…: sets `typed` to psql in the database's container, by its own socket.
psql_words() {
  local at
  if [[ $1 == -i ]]; then
    shift
    find_inside -i "$DATABASE_SERVICE"
  else
    find_inside "$DATABASE_SERVICE"
  fi
  words_typed -U "$DATABASE_USER" -d "$@"
  typed="$at psql -X -v ON_ERROR_STOP=1 $typed"
}

# Asks the database something that every one can answer.
ask_database_line() {
  local typed
  psql_words "$DATABASE_NAME" -c 'SELECT count(*) AS tables FROM pg_stat_user_tables'
  printf '%s\n' "$typed"
}

# Sets `backup` and `sum` to the newest backup that is known, of this rollback, else of the record, and its SHA-256.
find_known_backup() {
  local line
  backup='' sum=''
  if [[ -n ${RUNBOOK_BACKUP-} ]]; then
    backup=${RUNBOOK_BACKUP%%$'\n'*} sum=${RUNBOOK_BACKUP#*$'\n'}
    return
  fi
  line=$({ cat "$STATE/deployments.jsonl" "$STATE/before" 2>/dev/null || true; } | grep -ao '"backup":{"path":"[^"\\]*","sha256":"[0-9a-f]*"' | tail -n 1 || true)
  if [[ -n $line ]]; then backup=$(text_field path "$line") sum=$(text_field sha256 "$line"); fi
}

# Restores $1 as user $2 into database $3, whatever kind of backup it is, and a plain one only with its end.
# shellcheck disable=SC2016 # for the shell in the container
FILLS='text() { case $(head -c 4 "$1" | od -An -tx1) in " 1f 8b"*) gzip -dc "$1" ;; " 28 b5 2f fd") zstd -dc "$1" ;; " 04 22 4d 18") lz4 -dc "$1" ;; *) cat "$1" ;; esac; }
if pg_restore -l "$1" >/dev/null 2>&1; then pg_restore -e -U "$2" -d "$3" "$1"
else text "$1" | tail -c 1000 | grep -q "dump complete" && text "$1" | psql -Xq1 -v ON_ERROR_STOP=1 -U "$2" -d "$3" >/dev/null
fi && echo restored || echo "NOT RESTORED: go no further"'

# swap_lines NEW KEPT: NEW gets the live name, and what has that is kept under KEPT.
swap_lines() {
  local typed live="\"${DATABASE_NAME//\"/\"\"}\"" new="\"${1//\"/\"\"}\"" kept="\"${2//\"/\"\"}\"" server=postgres
  if [[ $DATABASE_NAME == postgres ]]; then server=template1; fi
  psql_words "$server" \
    -c "ALTER DATABASE $live ALLOW_CONNECTIONS false" \
    -c "SELECT count(pg_terminate_backend(pid)) AS sent_away FROM pg_stat_activity WHERE datname IN ('${DATABASE_NAME//\'/\'\'}', '${1//\'/\'\'}') AND pid <> pg_backend_pid()" \
    -c "ALTER DATABASE $live RENAME TO $kept; ALTER DATABASE $new RENAME TO $live"
  printf '%s\n' "$typed"
  psql_words "$server" -c "ALTER DATABASE $live ALLOW_CONNECTIONS true"
  printf '# Also where that has failed, as nobody can connect meanwhile:\n%s\n' "$typed"
}

# sequence_lines NEW: numbers that were given out once are not given out again.
sequence_lines() {
  local typed asks
  psql_words "$DATABASE_NAME" -Atq -c "SELECT format('SELECT setval(to_regclass(%L), %s);', format('%I.%I', schemaname, sequencename), last_value) FROM pg_sequences WHERE last_value IS NOT NULL"
  asks=$typed
  psql_words -i "$1" -Atq
  printf '# No number is given out twice:\n%s | %s\n' "$asks" "$typed"
}

# Sets `backup` in the shell where they are typed, to where the container has the backup.
backup_lines() {
  local typed at place=$backup
  find_inside "$DATABASE_SERVICE"
  if [[ -z $backup ]]; then
    words_typed "$BACKUPS"
    words_typed "ls -td $typed/*"
    printf '# No backup is on record. This takes the newest one in %s:\n' "$BACKUPS"
    # shellcheck disable=SC2016 # typed
    printf 'backup=$(%s sh -c %s | grep -vE "\.(json|sha256)$" | head -n 1); echo "$backup"\n' "$at" "$typed"
    return
  fi
  if ! is_mounted "$backup"; then
    place=/tmp/${backup##*/}
    printf '# The backup is on this host; the container gets a copy.\n'
    copy_line "$backup" "$DATABASE_SERVICE" "$place"
  fi
  words_typed "$place"
  printf 'backup=%s\n' "$typed"
  find_inside -i "$DATABASE_SERVICE"
  # shellcheck disable=SC2016 # typed
  if [[ -n $sum && ! -d $backup ]]; then printf '# It is as it was when this prints OK:\necho "%s  $backup" | %s sha256sum -c -\n' "$sum" "$at"; fi
}
# Whether the database's container has that path mounted, or this host does not have it.
is_mounted() {
  local place
  while IFS= read -r -d : place; do
    if [[ -n $place && $1 == "$place"/* ]]; then return 0; fi
  done <<<"$mounted_places"
  [[ ! -e $1 ]]
}

# beside_lines NEW: restores a backup into a database of its own, which is made as the live one is.
beside_lines() {
  local typed at server=postgres makes
  if [[ $DATABASE_NAME == postgres ]]; then server=template1; fi
  backup_lines
  psql_words -i "$server" -Atq -v "live=$DATABASE_NAME" -v "shadow=$1"
  makes=$typed
  printf "# An empty database, made as the live one is:\n%s <<'EOS'\n" "$makes"
  like_live
  find_inside "$DATABASE_SERVICE"
  words_typed "$FILLS"
  printf 'EOS\n# The backup goes into it:\n%s sh -c %s' "$at" "$typed"
  words_typed "$DATABASE_USER" "$1"
  # shellcheck disable=SC2016 # typed
  printf ' sh "$backup" %s\n' "$typed"
  printf "# Settings and privileges of the live one:\n%s <<'EOS'\n" "$makes"
  carried_over
  psql_words "$1" -c ANALYZE -c 'SELECT relname, reltuples::bigint AS rows FROM pg_class WHERE oid IN (SELECT relid FROM pg_stat_user_tables) ORDER BY 1'
  printf 'EOS\n# What is in it:\n%s\n' "$typed"
}

# database_lines STAMP SERVICE…: its sections; the services are the app's, which are stopped while names change.
database_lines() {
  local stamp=$1 base=$DATABASE_NAME new kept backup sum
  shift
  if [[ $base =~ [^\ -~] ]] || ((${#base} > 40)); then base=database; fi
  new=${base}_new_$stamp kept=${base}_old_$stamp
  find_known_backup
  section 'THE DATABASE: a backup beside the live one' "The app runs on, and the live database is not touched. $new is made."
  there_lines
  beside_lines "$new"
  section 'THE DATABASE: swap it in' "What was written since the backup leaves the live database. It stays in $kept."
  there_lines
  stop_line "$@"
  sequence_lines "$new"
  swap_lines "$new" "$kept"
  start_line "$@"
  section 'THE DATABASE: take that swap back' "What was written since the swap stays in $new."
  there_lines
  stop_line "$@"
  swap_lines "$kept" "$new"
  start_line "$@"
  if [[ -n ${RUNBOOK_KEPT-} ]]; then
    section 'THE DATABASE: bring back what the rollback has swapped away' "That is $RUNBOOK_KEPT. What is live now stays in $kept."
    there_lines
    stop_line "$@"
    swap_lines "$RUNBOOK_KEPT" "$kept"
    start_line "$@"
  fi
}
