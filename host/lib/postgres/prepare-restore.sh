# The database's part of prepare: the backup is read to its end and restored beside, while the deployment runs on.
# BACKUP, SHA256: the backup as planned. LIVE_OID, SHADOW: see lib/postgres/client.sh and lib/postgres/shadow.sh.
# needs: postgres/client postgres/backup-file postgres/plain-dump-scan postgres/shadow postgres/data-loss
# gives: prepare_database
# reads: BACKUP DATABASE_NAME DATABASE_SERVICE LIVE_OID SHA256 SHADOW SNAPSHOT

loss_as_json() {
  local table written gone tables='' rows=0 changed=0
  while IFS=$'\t' read -r table written gone; do
    is_number "$written" && is_number "$gone" || return 1
    rows=$((rows + written)) changed=$((changed + gone))
    if ((${#tables} < 8000)); then tables+="${tables:+,}{\"table\":$(json_string "$table"),\"written\":$written,\"gone\":$gone}"; fi
  done <"$WORK/loss"
  printf '{"method":"%s","rows":%s,"gone":%s,"tables":[%s]}' "$1" "$rows" "$changed" "$tables"
}

tell_loss() {
  local loss
  loss=$(loss_as_json "$1") || fail step.count-failed "what was written since the backup cannot be told: $WORK/loss"
  detail loss "$loss"
}

# Whether all is as planned: the live database, and the backup to the last byte.
check_backup() {
  local sum
  find_server || fail database.no-container "$DATABASE_SERVICE has no container"
  at_work || fail database.busy "a step that was cut off is still at work in the database: $(why)"
  unstage
  [[ $(oid_of "$DATABASE_NAME") == "$LIVE_OID" ]] || turn_down database.replaced "another database is called $DATABASE_NAME now than when this was planned"
  find_place || turn_down backup.gone "the backup is gone: $BACKUP"
  sum=$(checksum)
  [[ $sum == "$SHA256" ]] || turn_down backup.changed "the backup $BACKUP has changed since this was planned: its SHA-256 is now ${sum:0:12}, and was ${SHA256:0:12}"
  find_format
  fail_point prepare.summed
  within stage_backup || fail prepare.backup-not-copied "the backup cannot be brought into the database's container: $(why)"
  if [[ -e $WORK/staged ]]; then
    # To the last character: a name may end with a line break.
    IFS= read -rd '' BACKUP <"$WORK/staged" || true
    PLACE=container
  fi
  within read_whole || fail backup.damaged "the backup is damaged: $(why)"
  if [[ $format != plain ]]; then return 0; fi
  # It is a script for psql, and must not lead elsewhere, whatever a preview had time to read.
  within list_commands || fail prepare.backup-unread "the backup cannot be searched for commands: $(why)"
  if [[ -s $WORK/commands ]]; then
    fail backup.commands "the backup has commands that would lead to another database or out of it: $(cat "$WORK/commands")"
  fi
}
# `within` runs it in a process of its own.
stage_backup() {
  rm -f "$WORK/staged"
  stage && if [[ -n ${staged-} ]]; then printf '%s' "$BACKUP" >"$WORK/staged"; fi
}

prepare_shadow() {
  local method=comparison
  # What there is of it by then goes when the step ends, see cleanup.
  within make_shadow || fail prepare.restore-failed "the backup cannot be restored: $(why)"
  fail_point prepare.shadow-whole
  put "$WORK/rows" count_rows "$SHADOW" || fail step.count-failed "the rows of the backup cannot be counted: $(why)"
  if [[ -n ${SNAPSHOT-} ]]; then method=snapshot; fi
  # What is written while it is counted counts twice rather than not at all.
  count_from_here
  if ! within put "$WORK/loss" measure_loss; then
    # A table that cannot be read is what many a restore is for.
    if [[ -n $TIMED_OUT || $(<"$WORK/consent") != any ]]; then fail step.count-failed "what was written since the backup cannot be counted: $(why)"; fi
    put "$WORK/loss" true || fail state.unwritable "it cannot be written down what would be lost: $WORK/loss"
    method=unknown
  fi
  tell_loss "$method"
  restored_beside=", $(rows_in_words) restored beside"
}
rows_in_words() { awk -F '\t' '{ sum += $NF } END { printf "%.0f rows in %d tables", sum, NR }' "$WORK/rows"; }
count_from_here() {
  if ! { put "$WORK/writes.counting" counting_since && put "$WORK/writes" written_so_far; }; then
    fail step.count-failed "what is written from here on cannot be counted: $(why)"
  fi
}

prepare_database() {
  check_backup
  prepare_shadow
  unstage
}
