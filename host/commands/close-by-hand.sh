# Closes an attempt that only an operator can bring to an end: journals who says how it stands. Touches nothing else.
# AS: undone or degraded. HEAD: the checksum of the journal's last line, as it was looked at. HIDDEN: the name that the
# live database had while an older version restored it in place.
# needs: journal/journal postgres/client journal/closing
# reads: AS DATABASE_NAME HEAD HIDDEN HOLD HOLD_COMMIT OPERATOR REASON RELEASE ROLLBACK STATE
exec </dev/null
lock_or_refuse

file=$STATE/journal.jsonl
sum=$(whole_lines | tail -n 1 | sha256sum)
if [[ ${sum%% *} != "$HEAD" ]]; then refuse journal.changed 'the journal has been changed since it was looked at; type it again'; fi
if read_lease && lease_is_live; then refuse lease.held "$(leaseholder); all others keep off until ${LEASE[until]}"; fi
# Neither undone nor degraded is a database that nobody finds under its name.
if find_server && hidden=$(oid_of "$HIDDEN" 2>/dev/null) && live=$(oid_of "$DATABASE_NAME" 2>/dev/null) && [[ -n $hidden && -z $live ]]; then
  refuse rollback.in-place "there is no database $DATABASE_NAME, it is called $HIDDEN still; ./rollback tells how it gets its name back"
fi

if [[ $HOLD != none ]]; then
  hold "$HOLD" "$HOLD_COMMIT" "$OPERATOR" "$REASON" || refuse state.unwritable "the hold cannot be written: $STATE/holds/$ROLLBACK"
fi
if [[ -n $RELEASE ]]; then release "$RELEASE" || refuse state.unwritable "the hold cannot be removed: $STATE/holds/$RELEASE"; fi
built_names_back
rm -f -- "$STATE/$ROLLBACK"/*.new || true
end_all || refuse state.unwritable "the journal cannot be written: $file"
drop_lease || refuse state.unwritable "the lease cannot be removed: $STATE/lease"
FORMAT=2
journal close "\"outcome\":\"$AS\",\"operator\":$(json_string "$OPERATOR"),\"reason\":$(json_string "$REASON")" ||
  refuse state.unwritable "the journal cannot be written: $file"
answer true "rollback $ROLLBACK is closed by hand as $AS"
