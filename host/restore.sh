# Gives the live name to the restored database, or with STRATEGY=in-place restores the backup into the live one.
# Nobody of the deployment is to be connected any more. Each part is looked at as it stands, so that a copy of us
# that was cut off anywhere can be followed by another.
# SEALED: the name under which the former live database stays.
begin restore
find_server || fail database.no-container "$DATABASE_SERVICE has no container"

# Behind a fence that a killed copy or a failure has left nobody could work.
cleanup() {
  (
    outlive_the_watch
    at_work || true
    if [[ $(oid_of "$DATABASE_NAME") == "$LIVE_OID" ]]; then unfence || true; fi
  ) || true
}
await_server
at_work || fail database.busy "a step that was cut off is still at work in the database: $(why)"

# How many rows more than prepare has counted may be lost; -1 for any number.
limit() {
  local most
  if ! most=$(cat "$WORK/consent") || [[ -z $most ]]; then return 1; fi
  if [[ $most == any ]]; then printf -- -1; return; fi
  awk -F '\t' -v most="$most" '{ most -= $2 + $3 } END { printf "%.0f", (most > 0 ? most : 0) }' "$WORK/loss"
}

# count_restored DATABASE: the server's counts, the tables' files and its snapshot as they are before anybody can write:
# whatever comes after is not the backup's.
count_restored() {
  if ! { put "$WORK/restored.writes" count_writes "$1" && put "$WORK/restored.counting" counting_since && put "$WORK/restored.files" files_of "$1" &&
    put "$WORK/restored.snapshot" ask "$1" <<<'SELECT txid_current_snapshot()'; }; then
    fail step.count-failed "what is restored cannot be counted: $(why)"
  fi
  fail_point restore.counted
}

# record_restored OID SECONDS KEPT: what is live now and since when, for verify, for undo, and for whoever wants to
# know what was written since.
record_restored() {
  local snapshot
  snapshot=$(<"$WORK/restored.snapshot")
  put "$WORK/restored" printf '%s %s\n' "$1" "$snapshot" || fail state.unwritable "it cannot be written down what is live: $WORK/restored"
  detail swap "{\"seconds\":$2,\"oid\":$(json_string "$1"),\"snapshot\":$(json_string "$snapshot"),\"kept\":$(json_string "$3")}"
}

swap() {
  local said seconds oid sealed
  # An answer that does not come is no database that is not there.
  if ! { oid=$(oid_of "$DATABASE_NAME") && sealed=$(oid_of "$SEALED"); }; then fail database.silent "it cannot be seen which databases there are: $(why)"; fi
  if [[ $sealed == "$LIVE_OID" && -n $oid ]]; then
    record_restored "$oid" 0 "$SEALED"
    succeed "$DATABASE_NAME is the backup; what was live stays, sealed, as $SEALED"
  fi
  [[ $oid == "$LIVE_OID" ]] || fail database.replaced "$DATABASE_NAME is neither the database that it was nor the restored one"
  [[ $(comment_of "$SHADOW") == "$(whole)" ]] || fail restore.shadow-gone "the shadow $SHADOW is gone, or not whole"
  count_restored "$SHADOW"
  within swap_to_file || fail restore.swap-failed "the databases cannot be swapped: $(why)"
  fail_point restore.told
  read -r said seconds oid <"$WORK/swapped"
  if [[ $said == over ]]; then
    fail restore.rows-written "$seconds rows more were written meanwhile, and $(limit) were consented to; nothing was swapped"
  fi
  [[ $said == swapped && $seconds =~ ^[0-9]+(\.[0-9]+)?$ && $oid =~ ^[0-9]+$ ]] || fail restore.swap-failed "the databases cannot be swapped: $(why)"
  record_restored "$oid" "$seconds" "$SEALED"
  succeed "$DATABASE_NAME is the backup, its sessions refused for $seconds s; what was live stays, sealed, as $SEALED"
}
# What was consented to is without what prepare has counted already.
swap_to_file() {
  local most
  if ! most=$(limit) || ! is_number "$most"; then
    echo 'error: what was consented to cannot be read'
    return 1
  fi
  exchange "$SHADOW" "$SEALED" "$WORK/writes" "$most" >"$WORK/swapped"
}

# In place, what was written meanwhile is counted once nobody can write any more, as a swap does behind its fence.
refuse_more() {
  local most more
  if ! most=$(limit) || ! is_number "$most"; then unrestored 'what was consented to cannot be read, so nothing was restored'; fi
  if ((most < 0)); then return 0; fi
  # Before PostgreSQL 15 statistics come late.
  pause 0.6
  if ! more=$(ask "$HIDDEN" <<<"$(written_since "$WORK/writes")") || ! is_number "$more"; then
    unrestored "what was written meanwhile cannot be counted, so nothing was restored: $(why)"
  fi
  if ((more > most)); then
    unrestored "$more rows more were written meanwhile, and $most were consented to; nothing was restored"
  fi
}

# unrestored SUMMARY: fails; clients come back to what they left. From then on a dump no longer has all that is live,
# so there is none by then. Where the backup may be in its place the dump is all that there is: that is left to undo.
unrestored() {
  stop_watching
  if [[ -s $WORK/safety.dump ]] && ! to_its_end is_as_dumped; then
    fail restore.failed "$1; the backup may be in its place already, so $DATABASE_NAME stays $HIDDEN, and what was live is in $WORK/safety.dump"
  fi
  rm -f "$WORK/safety.dump" "$WORK/positions" || fail restore.failed "$1; $DATABASE_NAME stays $HIDDEN: $WORK/safety.dump cannot be removed"
  fail_point restore.undumped
  to_its_end show || fail restore.failed "$1; $DATABASE_NAME cannot be given its name back, it is called $HIDDEN: $(why)"
  fail restore.failed "$1"
}

# put_in_place SUMMED: the backup, which has been looked at where SUMMED is not empty. A copy of us that was cut off has
# looked at the one that was there then.
put_in_place() {
  if ! find_place; then unrestored "the backup is gone: $BACKUP"; fi
  if [[ -z $1 && $(checksum) != "$SHA256" ]]; then unrestored "the backup $BACKUP has changed since it was prepared"; fi
  find_format
  if ! within replace_content backup_as_sql; then
    # One transaction: what was there is there.
    unrestored "the backup cannot be restored in place, everything is as it was: $(why)"
  fi
}

in_place() {
  local began=$EPOCHREALTIME seconds summed=''
  if [[ $(where_is_live) == live ]]; then
    if [[ -s $WORK/replaced ]]; then replaced; fi
    find_place || fail backup.gone "the backup is gone: $BACKUP"
    summed=yes
    [[ $(checksum) == "$SHA256" ]] || fail backup.changed "the backup $BACKUP has changed since it was prepared"
    within hide || fail restore.failed "$DATABASE_NAME cannot be taken out of the way: $(why)"
  fi
  fail_point restore.hidden
  [[ $(where_is_live) == hidden ]] || fail restore.failed "$DATABASE_NAME is not the database that it was"
  if [[ -s $WORK/replaced ]]; then let_in; fi
  # Once there is a dump nobody else has been at it, and what is counted is our own.
  if [[ ! -s $WORK/safety.dump ]]; then refuse_more; fi
  if [[ ! -s $WORK/safety.dump ]] && ! { keep_positions "$WORK/positions" && put "$WORK/shape" shape && within take_dump "$WORK/safety.dump"; }; then
    unrestored "no safety dump can be taken, so nothing was restored; where the database cannot be read, \`strategy: shadow\` is the way: $(why)"
  fi
  fail_point restore.dumped
  if ! is_replaced "$WORK/shape"; then put_in_place "$summed"; fi
  fail_point restore.replaced
  take_up_positions "$WORK/positions" || fail restore.failed "the sequences of $HIDDEN cannot go on where they were: $(why)"
  put "$WORK/rows" count_rows "$HIDDEN" || fail step.count-failed "the rows of the backup cannot be counted: $(why)"
  ask "$HIDDEN" <<<'ANALYZE;' || true
  seconds=$(awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.3f", b - a }')
  fail_point restore.positioned
  count_restored "$HIDDEN"
  put "$WORK/replaced" printf '%s\n' "$seconds" || fail state.unwritable "it cannot be written down that the backup is restored: $WORK/replaced"
  let_in
}
let_in() {
  # What is through is not ended any more.
  stop_watching
  to_its_end show || fail restore.failed "$DATABASE_NAME cannot be given its name back, it is called $HIDDEN: $(why)"
  fail_point restore.shown
  replaced
}

# Clients are back, and may have written: whoever comes here later restores no second time.
replaced() {
  local seconds
  read -r seconds _ <"$WORK/replaced"
  record_restored "$LIVE_OID" "$seconds" "$WORK/safety.dump"
  succeed "the backup is restored in place, its sessions refused for $seconds s; what was live is in $WORK/safety.dump"
}

if [[ $STRATEGY == in-place ]]; then in_place; else swap; fi
