# Opens an attempt: journals plan and request before anything is touched, or says what is no longer as planned.
exec </dev/null

refuse() {
  printf '{"ok":false,"summary":%s}\n' "$(json_string "$1")"
  exit 0
}

locked=0
lock 5 || locked=$?
if ((locked == 1)); then refuse 'another rollback of this project is at work on the host'; fi
if ((locked == 2)); then refuse "the state directory cannot be written: $STATE"; fi

# The rollback that was opened last and has no outcome, if there is one.
unfinished() {
  [[ -s $STATE/journal.jsonl ]] || return 0
  sed -nE 's/^\{"v":1,"type":"(attempt|outcome)","rollback":"([^"]*)",.*\}$/\1 \2/p' "$STATE/journal.jsonl" |
    awk '$1 == "attempt" { open = $2 } $1 == "outcome" && $2 == open { open = "" } END { print open }'
}

who="\"operator\":$(json_string "$OPERATOR"),\"reason\":$(json_string "$REASON"),\"holder\":$(json_string "$HOLDER")"
if journaled outcome >/dev/null; then refuse "rollback $ROLLBACK is closed already"; fi
if ! journaled attempt >/dev/null; then
  other=$(unfinished)
  if [[ -n $other ]]; then refuse "rollback $other has been opened meanwhile and is unfinished"; fi
  changed=()
  head=$(local_commit HEAD) || head=unknown
  if [[ $head != "$FROM" ]]; then changed+=("the checkout is at ${head:0:12}, not at ${FROM:0:12}"); fi
  for pair in $RUNNING; do
    image=$(image_of "$(container_of "${pair%%=*}")" 2>/dev/null || true)
    if [[ $image != "${pair#*=}" ]]; then changed+=("${pair%%=*} runs another image"); fi
  done
  if ((${#changed[@]})); then
    refuse "the deployment is not as it was planned for: $(printf '%s; ' "${changed[@]}" | sed 's/; $//')"
  fi
  journal attempt "$who,\"request\":$REQUEST,\"plan\":$PLAN" || refuse "the journal cannot be written: $STATE/journal.jsonl"
else
  journal resume "$who" || refuse "the journal cannot be written: $STATE/journal.jsonl"
fi

mkdir -p "$STATE/$ROLLBACK"
printf '%s\n' "$DEADLINES" >"$STATE/$ROLLBACK/deadlines"
printf '{"ok":true,"summary":"opened"}\n'
