# What would leave the live database: rows that were written since the backup.
# SNAPSHOT: that of the backup, where its sidecar tells it.
# needs: postgres/client
# gives: columns_of common_columns content compare measure_loss written_so_far
# reads: DATABASE_NAME SHADOW SNAPSHOT

# digests DATABASE: a line a table: its name, its rows, and a sum over their content, as far as both databases
# have the columns. COLUMNS: lines of a table's name and columns.
columns_of() {
  ask "$1" <<EOS
SELECT t.name, $(as_identifier a.attname) FROM ($TABLES) t JOIN pg_attribute a ON a.attrelid = t.oid
  WHERE a.attnum > 0 AND NOT a.attisdropped ORDER BY t.name, a.attname;
EOS
}

# common_columns A B: table, tab, the columns that both have, as a row.
common_columns() {
  local here there
  here=$(columns_of "$1" | LC_ALL=C sort) && there=$(columns_of "$2" | LC_ALL=C sort) || return 1
  LC_ALL=C comm -12 <(printf '%s\n' "$here") <(printf '%s\n' "$there") |
    awk -F '\t' 'NF < 2 { next } $1 != last { if (last != "") print ")"; printf "%s\tROW(%s", $1, $2; last = $1; next } { printf ", %s", $2 } END { if (last != "") print ")" }'
}

# content DATABASE TABLE ROW: a checksum a row, sorted.
content() {
  ask "$1" <<<"COPY (SELECT md5(($3)::text) FROM ONLY $2) TO STDOUT;" | LC_ALL=C sort
}

# differences A B TABLE ROW: how many rows only A has, and how many only B. A side that cannot be read says so by a
# line of its own, which sorts behind all others: it would look like one without rows.
differences() {
  LC_ALL=C comm -3 <(content "$1" "$3" "$4" || echo '~here') <(content "$2" "$3" "$4" || echo '~there') |
    awk -F '\t' '/~/ { unread = 1; next } $1 == "" { there++; next } { here++ } END { if (unread) exit 1; printf "%.0f\t%.0f", here, there }'
}

# A line a table: its name, the rows of A that B does not have, and those of B that A does not have. The cheap look
# first: a table of which rows and sum are the same is the same.
compare() {
  local table row common here there counts
  local -A rows=()
  common=$(common_columns "$1" "$2") || return 1
  while IFS=$'\t' read -r table row; do
    if [[ -n $table ]]; then rows[$table]=$row; fi
  done <<<"$common"
  sums() {
    for table in "${!rows[@]}"; do
      printf "SELECT '%s', count(*), coalesce(sum(('x' || substr(md5((%s)::text), 1, 15))::bit(60)::bigint::numeric), 0) FROM ONLY %s;\n" \
        "${table//\'/\'\'}" "${rows[$table]}" "$table"
    done | ask "$1" | LC_ALL=C sort
  }
  {
    here=$(sums "$1") && there=$(sums "$2") || exit 1
    LC_ALL=C comm -3 <(printf '%s\n' "$here") <(printf '%s\n' "$there") | sed 's/^\t//' | cut -f 1 | LC_ALL=C sort -u |
      while IFS= read -r table; do
        counts=$(differences "$1" "$2" "$table" "${rows[$table]}") || exit 1
        printf '%s\t%s\n' "$table" "$counts"
      done || exit 1
    # Tables that only one of them has.
    here=$(count_rows "$1" | LC_ALL=C sort) && there=$(count_rows "$2" | LC_ALL=C sort) || exit 1
    LC_ALL=C comm -3 <(printf '%s\n' "$here") <(printf '%s\n' "$there") |
      awk -F '\t' 'NF < 2 { next } $1 == "" { print $2 "\t0\t" $3 "\tthere"; next } { print $1 "\t" $2 "\t0\there" }' |
      while IFS=$'\t' read -r table here there _; do
        is_number "$here" && is_number "$there" || exit 1
        if [[ -z ${rows[$table]-} ]] && ((here + there)); then printf '%s\t%s\t%s\n' "$table" "$here" "$there"; fi
      done
  } | LC_ALL=C sort
}

# measure_loss: the same as `compare` tells of live and shadow, by the snapshot of the backup where it is known: rows
# written since, and rows of the backup ($WORK/rows) that changed or are gone. Sets `method`.
measure_loss() {
  local since
  if [[ -n ${SNAPSHOT-} ]]; then
    since=$(count_since "$DATABASE_NAME" "$SNAPSHOT" | LC_ALL=C sort -t $'\t' -k 1,1) || return 1
    LC_ALL=C join -t $'\t' -a 1 -a 2 -e 0 -o 0,1.2,1.3,2.2 <(printf '%s\n' "$since") \
      <(LC_ALL=C sort -t $'\t' -k 1,1 "$WORK/rows") |
      awk -F '\t' '{ gone = $4 - $3; new = $2; if (gone < 0) { new -= gone; gone = 0 } if (new + gone) printf "%s\t%.0f\t%.0f\n", $1, new, gone }'
  else
    compare "$DATABASE_NAME" "$SHADOW"
  fi
}

# What was written so far by the live database's statistics: a line a table, its name and the rows.
written_so_far() { count_writes "$DATABASE_NAME" | awk -F '\t' '{ printf "%s\t%.0f\n", $1, $2 + $3 + $4 }'; }
