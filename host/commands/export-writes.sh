# Exports the rows that live only in NAME, a file of CSV a table, into the directory OUT. Nothing else is changed.
# needs: journal/journal postgres/client postgres/retained-databases postgres/csv-export
# reads: DATABASE_NAME NAME OUT SINCE
exec </dev/null
lock_or_refuse
watch_retained
retained_or_refuse
umask 077

# A new directory, or one that is empty.
take_out() {
  made=''
  if [[ ! -e $OUT && ! -L $OUT ]]; then
    mkdir -p -- "$OUT" 2>/dev/null || refuse export.unwritable "the directory cannot be made: $OUT"
    made=yes
  fi
  if [[ ! -d $OUT ]]; then refuse export.unwritable "no directory: $OUT"; fi
  if [[ -n $(find "$OUT/" -mindepth 1 -maxdepth 1 -print -quit) ]]; then refuse export.not-empty "$OUT is not empty; --out takes a directory that is, or is not there yet"; fi
  if ! chmod 700 "$OUT" 2>/dev/null || [[ ! -w $OUT ]]; then refuse export.unwritable "the directory cannot be written: $OUT"; fi
}
# Half an export would pass for a whole one.
abandon() {
  local file
  if [[ -n ${whole-} ]]; then return 0; fi
  if [[ -s $work/files ]]; then
    while IFS= read -r file; do rm -f -- "$OUT/$file"; done <"$work/files"
  fi
  if [[ -n ${made-} ]]; then rmdir -- "$OUT"; fi
}

# file_of SCHEMA TABLE: a name that leads nowhere else; where it is not quite the table's, a checksum makes it unlike others.
file_of() {
  local name=$1.$2 plain
  plain=$(LC_ALL=C sed 's/[^A-Za-z0-9._-]/_/g; s/^[.-]/_/' <<<"$name")
  if [[ $plain != "$name" || $1$2 == *.* ]]; then plain+=-$(printf '%s\0%s' "$1" "$2" | sha256sum | cut -c 1-8); fi
  printf '%s.csv' "$plain"
}

# Into $work/answer: what there is to be said of each table, as JSON.
export_all() {
  local table rows schema relation is columns row file there
  local -A live=() common=()
  describe_tables >"$work/tables" && columns_of "$DATABASE_NAME" >"$work/live" && common_columns "$NAME" "$DATABASE_NAME" >"$work/common" || return 1
  while IFS=$'\t' read -r table columns; do live[$table]+=",$(json_string "$columns")"; done <"$work/live"
  while IFS=$'\t' read -r table row; do common[$table]=$row; done <"$work/common"
  while IFS=$'\t' read -r table rows; do
    IFS=$'\t' read -r _ schema relation is columns < <(TABLE=$table awk -F '\t' '$1 == ENVIRON["TABLE"]' "$work/tables")
    file=$(file_of "$schema" "$relation")
    printf '%s\n' "$file" >>"$work/files"
    if [[ -n $SINCE ]]; then rows_since "$table" "$columns"; else rows_differing "$table" "$columns" "${common[$table]-}"; fi >"$OUT/$file" || return 1
    sync "$OUT/$file" || return 1
    there=${live[$table]-}
    printf ',{"table":%s,"file":"%s","rows":%s,"live":[%s],"is":%s}' "$(json_string "$table")" "$file" "$rows" "${there#,}" "$is" >>"$work/answer"
  done <"$work/only"
}

take_out
if ! count_only_there; then refuse retained.uncounted "what lives only in $NAME cannot be counted: $(why)"; fi
: >"$work/answer"
if ! heard export_all; then
  reason=$(why)
  refuse export.failed "the rows cannot be exported, and nothing is left in $OUT: ${reason:-it cannot be written}"
fi
seal_retained || refuse retained.open "$open_still"
# Without a row there is nothing to keep.
if [[ -s $work/only ]]; then whole=yes; fi
answer true exported ",\"server\":$(json_string "$server"),\"tables\":[$(tail -c +2 "$work/answer")]"
