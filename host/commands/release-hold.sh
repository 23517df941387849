# Releases the hold that rollback ROLLBACK left, and journals who did.
# needs: journal/journal
# reads: OPERATOR ROLLBACK STATE
exec </dev/null
if [[ ! -d $STATE/holds ]]; then refuse hold.unknown "there is no hold: $STATE/holds does not exist"; fi
lock_or_refuse

if [[ ! $ROLLBACK =~ ^[A-Za-z0-9-]+$ || ! -f $STATE/holds/$ROLLBACK ]]; then
  there=$(holds | paste -sd ';' | sed 's/;/; /g')
  refuse hold.unknown "there is no hold $ROLLBACK; ${there:+there are: }${there:-there is none at all}"
fi
was=$(holds | grep -F "$ROLLBACK (")
journal release "\"operator\":$(json_string "$OPERATOR")" || refuse state.unwritable "the journal cannot be written: $STATE/journal.jsonl"
release "$ROLLBACK" || refuse state.unwritable "the hold cannot be removed: $STATE/holds/$ROLLBACK"
answer true "released: $was"
