# Releases the hold that rollback ROLLBACK left, and journals who did.
# needs: journal/journal
# reads: OPERATOR ROLLBACK STATE
exec </dev/null
no_holds() { refuse hold.unknown "there is no hold: $STATE/holds does not exist"; }
if [[ ! -e $STATE ]]; then no_holds; fi
lock_or_refuse
if [[ ! -d $STATE/holds ]]; then no_holds; fi

if [[ ! $ROLLBACK =~ ^[A-Za-z0-9-]+$ || ! -f $STATE/holds/$ROLLBACK ]]; then
  there=$(holds | paste -sd ';' | sed 's/;/; /g')
  refuse hold.unknown "there is no hold $ROLLBACK; ${there:+there are: }${there:-there is none at all}"
fi
was=$(holds | grep -F "$ROLLBACK (")
journal release "\"operator\":$(json_string "$OPERATOR")" || refuse state.unwritable "the journal cannot be written: $STATE/journal.jsonl"
release "$ROLLBACK" || refuse state.unwritable "the hold cannot be removed: $STATE/holds/$ROLLBACK"
answer true "released: $was"
