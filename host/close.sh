# Closes an attempt: journals how it ended, once, and prints the whole journal for the audit.
exec </dev/null
if ! lock; then
  echo "the outcome of $ROLLBACK cannot be journaled: a step still runs, or $STATE cannot be written" >&2
  exit 1
fi
if journaled attempt >/dev/null && ! journaled outcome >/dev/null; then
  journal outcome "\"outcome\":\"$OUTCOME\",\"summary\":$(json_string "$SUMMARY")"
fi
base64 -w0 "$STATE/journal.jsonl"
