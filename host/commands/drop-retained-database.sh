# Drops a database that a rollback has left, or tells first what lives only in it.
# DROP: the line for the journal; empty for telling. ROLLBACK: whose line it is, `-` where nobody knows.
# needs: journal/journal postgres/client postgres/retained-databases postgres/drop-database
# reads: DROP NAME STATE
exec </dev/null
lock_or_refuse
watch_retained
retained_or_refuse

held=$(bound_to "$NAME")
if [[ -n $held ]]; then refuse retained.bound "$NAME is not dropped, it has $(paste -sd ';' <<<"$held" | sed 's/;/; /g'): remove what nobody needs"; fi
sessions=$(sessions_on "$NAME")
if [[ -n $sessions ]]; then refuse retained.in-use "$NAME is not dropped, somebody is connected to it: $(paste -sd ';' <<<"$sessions" | sed 's/;/; /g')"; fi

if [[ -z $DROP ]]; then
  if is_dropped_in_part "$NAME"; then
    answer true 'dropped in part' ",\"server\":$(json_string "$server"),\"bytes\":$bytes,\"tables\":[],\"inPart\":true"
  fi
  if ! count_only_there; then refuse retained.uncounted "what lives only in $NAME cannot be counted: $(why)"; fi
  seal_retained || refuse retained.open "$open_still"
  tables=''
  while IFS=$'\t' read -r table rows; do
    tables+=",{\"table\":$(json_string "$table"),\"rows\":$rows}"
  done <"$work/only"
  answer true counted ",\"server\":$(json_string "$server"),\"bytes\":$bytes,\"tables\":[${tables#,}]"
fi

note note.database-dropped "$DROP" || refuse state.unwritable "the journal cannot be written: $STATE/journal.jsonl"
unset PATIENCE
if ! drop_database "$NAME"; then
  note note.database-not-dropped "$NAME was not dropped: $(why)" || true
  refuse retained.not-dropped "$NAME cannot be dropped: $(why)"
fi
answer true "$NAME is dropped"
