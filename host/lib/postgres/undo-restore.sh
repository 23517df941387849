# The database's part of undo: the former live database comes back under its name, as it was when it was left.
# What ran since stays, sealed, as ABANDONED. Sets `lost` when it did not come back: code and services wait for it.
# needs: postgres/client postgres/swap
# gives: database_back
# reads: ABANDONED DATABASE_NAME DATABASE_SERVICE LIVE_OID OF SEALED STATE
lost='' swapping=''
database_failed() {
  failed "$1" "the database: $2"
  lost=yes
}

# After a failure in the middle clients may come in again to whatever has the live name, and to nothing else.
settle_database() {
  if [[ -z $swapping ]]; then return 0; fi
  (
    outlive_the_watch
    at_work
    if [[ -n $(oid_of "$DATABASE_NAME") ]]; then unfence; fi
    if [[ -n $(oid_of "$SEALED") ]]; then
      ask "$(maintenance)" "name=$SEALED" <<<'ALTER DATABASE :"name" ALLOW_CONNECTIONS false;'
    fi
  )
}

database_back() {
  find_server || { database_failed database.no-container "$DATABASE_SERVICE has no container"; return; }
  swapping=yes
  await_server
  at_work || { database_failed database.busy 'a step that was cut off is still at work'; return; }
  name_back
  if [[ -z $lost ]]; then swapping=''; fi
}

name_back() {
  local where
  where=$(oid_of "$DATABASE_NAME")
  if [[ $where == "$LIVE_OID" ]]; then
    unfence || database_failed undo.database-closed "the fence of $DATABASE_NAME cannot be taken off"
  elif [[ -n $where && $(oid_of "$SEALED") == "$LIVE_OID" ]]; then
    within exchange "$SEALED" "$ABANDONED" || { database_failed undo.swap-failed "$SEALED cannot be given its name $DATABASE_NAME back"; return; }
    fail_point undo.exchanged
    rm -f "$STATE/$OF/restored"
  else
    database_failed database.replaced "$SEALED is not the one that was live"
  fi
}
