# The database's part of undo: the former live database comes back under its name, as it was when it was left.
# What ran since stays, sealed, as ABANDONED. Sets `lost` when it did not come back: code and services wait for it.
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
    if [[ $STRATEGY == shadow && -n $(oid_of "$SEALED") ]]; then
      ask "$(maintenance)" "name=$SEALED" <<<'ALTER DATABASE :"name" ALLOW_CONNECTIONS false;'
    fi
  )
}

# Whether the former database can come back at all, before anything is stopped for it.
has_safety_dump() {
  local theirs=$STATE/$OF
  [[ $STRATEGY != in-place || ! -s $theirs/restored || -s $theirs/safety.dump || -s $theirs/safety.restored ]]
}

database_back() {
  find_server || { database_failed database.no-container "$DATABASE_SERVICE has no container"; return; }
  swapping=yes
  await_server
  at_work || { database_failed database.busy 'a step that was cut off is still at work'; return; }
  if [[ $STRATEGY == in-place ]]; then content_back; else name_back; fi
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

safety_back() {
  within take_dump "$1/undone.dump" && fail_point undo.dumped && keep_positions "$1/positions.undo" &&
    { is_replaced "$1/shape.undo" || put_safety_in_place "$1"; } && take_up_positions "$1/positions.undo"
}
put_safety_in_place() { put "$1/shape.undo" shape && WORK=$1 within replace_content safety_as_sql; }

# A dump of what is given up holds only for as long as nobody can write: once the name is back, another try takes its own.
set_undone_aside() {
  if [[ -s $1/undone.dump ]]; then mv "$1/undone.dump" "$1/undone-$(date -u +%Y%m%dT%H%M%S).dump"; fi
  rm -f "$1/positions.undo" "$1/shape.undo"
}

# After a restore in place: the safety dump is restored in the same way.
content_back() {
  local theirs=$STATE/$OF
  case $(where_is_live) in
    live)
      if [[ ! -s $theirs/safety.dump ]]; then
        if ! has_safety_dump; then database_failed undo.failed "its dump is gone: $theirs/safety.dump"; fi
        unfence || database_failed undo.database-closed "the fence of $DATABASE_NAME cannot be taken off"
        return
      fi
      set_undone_aside "$theirs"
      within hide || { database_failed undo.failed "$DATABASE_NAME cannot be taken out of the way"; return; }
      ;;
    none)
      database_failed undo.failed "$DATABASE_NAME is not the one that was live"
      return
      ;;
  esac
  fail_point undo.hidden
  # Once it is restored it is no longer what another try would restore.
  if [[ -s $theirs/safety.dump ]] && WORK=$theirs is_as_dumped; then
    # Nothing was put in its place.
    rm -f "$theirs/safety.dump" "$theirs/positions" || database_failed undo.failed "$theirs/safety.dump, which is not needed, cannot be removed"
  elif [[ -s $theirs/safety.dump ]]; then
    if safety_back "$theirs"; then
      fail_point undo.replaced
      rm -f "$theirs/restored"
      mv "$theirs/safety.dump" "$theirs/safety.restored"
    else
      database_failed undo.failed "$theirs/safety.dump cannot be restored"
    fi
  fi
  fail_point undo.safe
  unwatched show || database_failed undo.failed "$HIDDEN cannot be given its name $DATABASE_NAME back"
}
