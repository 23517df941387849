# Opens an attempt: journals plan and request before anything is touched, or says what is no longer as planned.
exec </dev/null
if ! lock 5; then
  printf '{"ok":false,"summary":"another rollback of this project is at work on the host"}\n'
  exit 0
fi

if ! journaled attempt >/dev/null; then
  changed=()
  head=$(checkout_git rev-parse HEAD)
  if [[ $head != "$FROM" ]]; then changed+=("the checkout is at ${head:0:12}, not at ${FROM:0:12}"); fi
  for pair in $RUNNING; do
    image=$(image_of "$(container_of "${pair%%=*}")" 2>/dev/null || true)
    if [[ $image != "${pair#*=}" ]]; then changed+=("${pair%%=*} runs another image"); fi
  done
  if ((${#changed[@]})); then
    printf '{"ok":false,"summary":%s}\n' "$(json_string "the deployment is not as it was planned for: $(IFS=';'; echo "${changed[*]}")")"
    exit 0
  fi
  journal attempt "\"operator\":$(json_string "$OPERATOR"),\"reason\":$(json_string "$REASON"),\"holder\":$(json_string "$HOLDER"),\"request\":$REQUEST,\"plan\":$PLAN"
else
  journal resume "\"operator\":$(json_string "$OPERATOR"),\"reason\":$(json_string "$REASON"),\"holder\":$(json_string "$HOLDER")"
fi

mkdir -p "$STATE/$ROLLBACK"
printf '%s\n' "$DEADLINES" >"$STATE/$ROLLBACK/deadlines"
printf '{"ok":true,"summary":"opened"}\n'
