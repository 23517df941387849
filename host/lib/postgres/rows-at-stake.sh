# What was written since backups were taken, by the snapshots that their sidecars tell: for a list, so only as far as it is quick.
# needs: postgres/client postgres/backup-file patience
# gives: rows_at_stake
# reads: BACKUP DATABASE_NAME STATE

# Seconds for all of them, and for one table.
COUNTING_FOR=6
TABLE_FOR=2

# When a rollback has restored what is live now, by the journal; nothing where none has. Fails where that cannot be known: a
# snapshot tells nothing of a database that was restored since.
restored_at() {
  local journal=$STATE/journal.jsonl line oid
  if [[ ! -e $journal ]]; then return 0; fi
  oid=$(oid_of "$DATABASE_NAME") && is_number "$oid" && [[ -r $journal ]] || return 1
  # Older versions have restored in place.
  if grep -aqF '"strategy":"in-place"' "$journal"; then return 1; fi
  line=$({ grep -aE "\"swap\":\{[^}]*\"oid\":\"$oid\"" "$journal" || true; } | tail -n 1)
  if [[ $line =~ \"at\":\"([^\"\\]*)\" ]]; then printf '%s' "${BASH_REMATCH[1]}"; fi
}

# rows_at_stake: of each backup of which the path comes in: the path, its sidecar in base64, and by table the rows that were
# written since and those that are as they were, with tabs between. Nothing of one of which it is not known in time.
rows_at_stake() {
  local QUIETLY="$QUIETLY -c statement_timeout=${TABLE_FOR}s" PATIENCE=${PATIENCE:+$COUNTING_FOR}
  local end=$((SECONDS + COUNTING_FOR)) restored sidecar snapshot since
  restored=$(restored_at 2>/dev/null) || return 0
  while IFS= read -r -u 7 BACKUP; do
    if ((SECONDS >= end)); then return 0; fi
    find_place 2>/dev/null </dev/null || continue
    sidecar=$(in_backup_store head -c 1000000 -- "$BACKUP.json" 2>/dev/null </dev/null) || continue
    if [[ -n $restored ]] && ! [[ $sidecar =~ \"takenAt\":\ ?\"([^\"\\]*)\" && ${BASH_REMATCH[1]} > $restored ]]; then continue; fi
    if ! [[ $sidecar =~ \"snapshot\":\ ?\"([0-9]+:[0-9]+:[0-9,]*)\" ]]; then continue; fi
    snapshot=${BASH_REMATCH[1]}
    since=$(json_pairs count_since "$DATABASE_NAME" "$snapshot" 2>/dev/null) || continue
    printf '%s\t%s\t%s\n' "$BACKUP" "$(base64 -w 0 <<<"$sidecar")" "$since"
  done 7<&0
}
