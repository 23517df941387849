# What verify asks of a restored database, by what restore has written down: that it is the one that is live, and
# that it has the rows of the backup, but for what the app has written since.
# needs: postgres/client step/checks
# gives: check_restored
# reads: DATABASE_NAME DATABASE_SERVICE

check_restored() {
  local oid snapshot rows wrong end=$((SECONDS + 13))
  until find_server; do
    if ((SECONDS >= end)) || out_of_time; then check check.database-restored 'database restored' no "$DATABASE_SERVICE has no container"; return; fi
    sleep 0.5
  done
  read -r oid snapshot <"$WORK/restored" || { check check.database-restored 'database restored' no 'restore has left no record'; return; }
  same check.database-restored 'database restored' "$(oid_of "$DATABASE_NAME" || true)" "$oid"
  end=$((SECONDS + 13))
  # Once, and before the writes, so that those of meanwhile are allowed for.
  until rows=$(count_since "$DATABASE_NAME" "$snapshot"); do
    if ((SECONDS >= end)) || out_of_time; then check check.rows 'rows as in the backup' no 'the rows cannot be counted'; return; fi
    sleep 0.5
  done
  # Statistics of a session that goes on come up to ten seconds late, before PostgreSQL 15 with its next statement.
  while wrong=$(odd_rows "$rows") && [[ -n $wrong ]] && ((SECONDS < end)) && ! out_of_time; do sleep 0.5; done
  if [[ -z $wrong ]]; then
    check check.rows 'rows as in the backup' yes "$(wc -l <"$WORK/rows") tables, $(awk -F '\t' '{ sum += $NF } END { printf "%.0f", sum }' "$WORK/rows") rows"
  else
    check check.rows 'rows as in the backup' no "$(head -n 3 <<<"$wrong" | paste -sd ';')"
  fi
}

# odd_rows ROWS (of count_since): tables with more rows from before the swap than the backup, or with fewer in all, by
# more than was deleted; of one that the app has emptied or written anew nothing can be said. A server that crashed
# begins to count anew: nobody knows then what was deleted before.
odd_rows() {
  local since files counting crashed=0
  if ! { since=$(count_writes "$DATABASE_NAME") && files=$(files_of "$DATABASE_NAME") && counting=$(counting_since); }; then
    echo 'what was written cannot be counted'
    return
  fi
  if [[ $counting != "$(<"$WORK/restored.counting")" ]]; then crashed=1; fi
  awk -v crashed="$crashed" -F '\t' -v OFS='\t' '
    FILENAME == ARGV[5] { if ($1 in file && (file[$1] != $2 || $2 == "")) delete wanted[$1]; next }
    FILENAME == ARGV[4] { file[$1] = $2; next }
    FILENAME == ARGV[1] { wanted[$1] = $2; next }
    FILENAME == ARGV[2] { in0[$1] = $2; out0[$1] = $4; next }
    FILENAME == ARGV[3] { deleted[$1] = $4 - (($2 < in0[$1] || $4 < out0[$1]) ? 0 : out0[$1]); next }
    { seen[$1] = 1; if ($1 in wanted && ((!crashed && $2 + $3 < wanted[$1] - deleted[$1]) || $3 > wanted[$1])) print $1 " has " $2 + $3 " rows instead of " wanted[$1] }
    END { for (name in wanted) if (!(name in seen)) print name " is missing" }' \
    "$WORK/rows" "$WORK/restored.writes" <(printf '%s\n' "$since") "$WORK/restored.files" <(printf '%s\n' "$files") <(printf '%s\n' "$rows") || echo 'the rows cannot be compared'
}
