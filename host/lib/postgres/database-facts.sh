# What queries/detect.sh tells of the deployment's database.
# needs: docker/containers postgres/query postgres/translations
# gives: database_facts
# reads: DATABASE_NAME DATABASE_SERVICE STATE

# All that detect asks of the database, in one call and one JSON object: its version and oid, the databases that rollbacks
# have left there (they tell of them, should the journal be lost), and how many pages had a wrong checksum.
ABOUT="select jsonb_build_object('version', version(),
  'oid', (select oid::text from pg_database where datname = current_database()),
  'left', (select coalesce(jsonb_agg(datname), '[]') from pg_database where datname ~ '_(before|undone|inplace)_r-[0-9a-f]{8}\$' and datname !~ '[[:cntrl:]]'),
  'wrongPages', (select coalesce((to_jsonb(s) ->> 'checksum_failures')::bigint, 0) from pg_stat_database s where datname = current_database()))"

# What comes back, and what the log of the last quarter of an hour, since the last rollback came to its
# end, says of damage.
database_facts() {
  local answer since last
  if [[ -z $DATABASE_SERVICE ]]; then return 0; fi
  if ! take_answer database_query "\\set VERBOSITY terse
$ABOUT"; then
    # In English, whatever language the server says it in.
    if [[ $answer == psql:* && $answer != *'not currently accepting connections'* ]] && is_closed_off; then answer="psql: error: database \"$DATABASE_NAME\" is not currently accepting connections"; fi
    say database.error "$(error_in "$answer")"
    return 0
  fi
  say database "$(grep -a '^{' <<<"$answer" | tail -n 1 || true)"
  since=$(now -900)
  last=$(sed -nE 's/^\{"v":[12],"type":"(outcome|close)","rollback":"[^"]*","at":"([^"]*)".*/\2/p' "$STATE/journal.jsonl" 2>/dev/null | tail -n 1 || true)
  if [[ $last > $since ]]; then since=$last; fi
  {
    { service_log "$DATABASE_SERVICE" 5000 "$since" || true; } | grep -aE "$(damage_words)" | sed -E 's/^.*:  +//' | sort | uniq -c | sort -rn | head -n 3 | sed -E 's/^ *([0-9]+) /\1 times in its log: /' || true
  } | cut -c1-200 | fact database.damage
}
