# Closes an attempt: journals how it ended, once, and prints the whole journal for the audit.
exec </dev/null
lock
if ! journaled outcome >/dev/null; then
  journal outcome "\"outcome\":\"$OUTCOME\",\"summary\":$(json_string "$SUMMARY")"
fi
base64 -w0 "$STATE/journal.jsonl"
