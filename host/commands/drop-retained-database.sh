# Drops a database that a rollback has left, or tells first what lives only in it.
# DROP: the line for the journal; empty for telling. ROLLBACK: whose line it is, `-` where nobody knows.
# needs: journal/journal postgres/client postgres/retained-databases
# reads: DROP NAME STATE
exec </dev/null
lock_or_refuse
watch_left
left_or_refuse

# What would be lost with it, or stands in the way of dropping it.
held=$(ask "$(maintenance)" "name=$NAME" <<'EOS'
SELECT 'the replication slot ' || slot_name FROM pg_replication_slots WHERE database = :'name'
UNION ALL SELECT 'the prepared transaction ' || gid FROM pg_prepared_xacts WHERE database = :'name'
UNION ALL SELECT 'the subscription ' || subname FROM pg_subscription s JOIN pg_database d ON d.oid = subdbid WHERE datname = :'name';
EOS
)
if [[ -n $held ]]; then refuse retained.bound "$NAME is not dropped, it has $(paste -sd ';' <<<"$held" | sed 's/;/; /g'): remove what nobody needs"; fi
sessions=$(ask "$(maintenance)" "name=$NAME" <<'EOS'
SELECT concat_ws(' ', usename, '(' || nullif(application_name, '') || ')', 'from ' || host(client_addr), CASE WHEN count(*) > 1 THEN count(*) || ' times' END)
  FROM pg_stat_activity WHERE datname = :'name' AND backend_type <> 'autovacuum worker' GROUP BY usename, application_name, client_addr ORDER BY 1;
EOS
)
if [[ -n $sessions ]]; then refuse retained.in-use "$NAME is not dropped, somebody is connected to it: $(paste -sd ';' <<<"$sessions" | sed 's/;/; /g')"; fi

if [[ -z $DROP ]]; then
  # Of one whose DROP was cut off nothing can be read any more.
  if in_part=$(ask "$(maintenance)" "name=$NAME" <<<"SELECT datconnlimit = -2 FROM pg_database WHERE datname = :'name'") && [[ $in_part == t ]]; then
    answer true 'dropped in part' ",\"server\":$(json_string "$server"),\"bytes\":$bytes,\"tables\":[],\"inPart\":true"
  fi
  if ! count_only_there; then refuse retained.uncounted "what lives only in $NAME cannot be counted: $(why)"; fi
  seal_left || refuse retained.open "$open_still"
  tables=''
  while IFS=$'\t' read -r table rows; do
    tables+=",{\"table\":$(json_string "$table"),\"rows\":$rows}"
  done <"$work/only"
  answer true counted ",\"server\":$(json_string "$server"),\"bytes\":$bytes,\"tables\":[${tables#,}]"
fi

note note.database-dropped "$DROP" || refuse state.unwritable "the journal cannot be written: $STATE/journal.jsonl"
unset PATIENCE
# Without FORCE: whoever has connected meanwhile stays connected, and it is not dropped.
if ! ask "$(maintenance)" "name=$NAME" <<<'DROP DATABASE :"name";'; then
  note note.database-not-dropped "$NAME was not dropped: $(why)" || true
  refuse retained.not-dropped "$NAME cannot be dropped: $(why)"
fi
answer true "$NAME is dropped"
