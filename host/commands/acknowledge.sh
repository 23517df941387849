# Accepts that the journal's first LINES lines, of which some were altered, are as they are: journals it,
# if their SHA-256 still is the one that was looked at.
# needs: journal/journal patience
# reads: LINES OPERATOR SHA256 STATE
exec </dev/null
# On a terminal bash would set LINES anew after each command.
shopt -u checkwinsize
ROLLBACK=-
file=$STATE/journal.jsonl
lock_or_refuse

if [[ ! $LINES =~ ^[1-9][0-9]*$ || ! $SHA256 =~ ^[0-9a-f]{64}$ ]]; then refuse acknowledge.no-lines "no lines to acknowledge: $LINES, $SHA256"; fi
if [[ ! -r $file ]]; then refuse journal.missing "there is no journal: $file"; fi
set_torn_aside "$file" || refuse state.unwritable "the journal cannot be written: $file"
sum=$(head -n "$LINES" "$file" | sha256sum)
if (($(wc -l <"$file") < LINES)) || [[ ${sum%% *} != "$SHA256" ]]; then
  refuse journal.changed 'the journal has been changed since it was looked at; look again'
fi
if journaled acknowledge "\"lines\":$LINES,\"sha256\":\"$SHA256\"," >/dev/null; then answer true 'acknowledged already'; fi
journal acknowledge "\"lines\":$LINES,\"sha256\":\"$SHA256\",\"operator\":$(json_string "$OPERATOR")" ||
  refuse state.unwritable "the journal cannot be written: $file"
answer true "the first $LINES lines of the journal are acknowledged as they are"
