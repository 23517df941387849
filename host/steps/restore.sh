# Gives the live name to the restored database.
# Nobody of the deployment is to be connected any more. Each part is looked at as it stands, so that a copy of us
# that was cut off anywhere can be followed by another.
# SEALED: the name under which the former live database stays.
# needs: step/step postgres/client postgres/shadow postgres/swap
# reads: DATABASE_NAME DATABASE_SERVICE LIVE_OID SEALED SHADOW
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
    put "$WORK/restored.snapshot" snapshot_of "$1"; }; then
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

swap
