# The fallback where there is no room for two: the database itself is emptied and filled from the backup, in one
# transaction, after a dump of it was taken. Meanwhile it has a name that nobody knows (HIDDEN).

# Everything that pg_restore -c would leave standing or stumble over, because a later release made it: what
# depends on the backup's tables, large objects, schemas. What is a part of something else goes with that: members
# of extensions, the sequence of an identity column, the functions of a range.
EMPTY="DO \$empty\$
DECLARE
  one record;
BEGIN
  FOR one IN SELECT nspname FROM pg_namespace n WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_namespace'::regclass AND d.objid = n.oid AND d.deptype = 'e')
  LOOP EXECUTE format('DROP SCHEMA %I CASCADE', one.nspname); END LOOP;
  FOR one IN SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'
  LOOP EXECUTE format('DROP EXTENSION IF EXISTS %I CASCADE', one.extname); END LOOP;
  LOOP
    SELECT replace(i.type, ' object', '') AS kind, i.identity INTO one
      FROM pg_depend d, LATERAL pg_identify_object(d.classid, d.objid, 0) i
      WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = 'public'::regnamespace AND d.deptype = 'n'
        AND NOT EXISTS (SELECT FROM pg_depend o WHERE (o.classid, o.objid) = (d.classid, d.objid) AND o.deptype IN ('i', 'e', 'P', 'S'))
      LIMIT 1;
    EXIT WHEN NOT FOUND;
    EXECUTE format('DROP %s IF EXISTS %s CASCADE', one.kind, one.identity);
  END LOOP;
  PERFORM lo_unlink(oid) FROM pg_largeobject_metadata;
END \$empty\$;"

# Which of both names the database has by its oid: live, hidden or none.
where_is_live() {
  if [[ $(oid_of "$DATABASE_NAME") == "$LIVE_OID" ]]; then printf live
  elif [[ -n ${HIDDEN-} && $(oid_of "$HIDDEN") == "$LIVE_OID" ]]; then printf hidden
  else printf none; fi
}

# take_dump FILE: a dump of the hidden database as it stands, whole or not there. Before a restore it is what undo
# restores and what keeps the writes since the backup; before an undo it keeps those since the restore.
take_dump() {
  if [[ -s $1 ]]; then return 0; fi
  (umask 077 && put "$1" exec_there "$server" pg_dump -Fc -U "$DATABASE_USER" -d "$HIDDEN")
}

# keep_positions FILE: writes down how far the sequences of the hidden database have come, before it is emptied.
keep_positions() {
  if [[ -e $1 ]]; then return 0; fi
  put "$1" ask "$HIDDEN" <<<"$FENCE_SEQUENCES"
}
# take_up_positions FILE: no number that was given out before is given out again.
take_up_positions() { ask "$HIDDEN" <"$1" >/dev/null; }

# What the hidden database holds, by the oids of its tables: others, once the backup is in its place.
shape() {
  ask "$HIDDEN" <<<"SELECT md5(coalesce(string_agg(oid::text, ',' ORDER BY oid), '')) FROM pg_class WHERE oid >= 16384 AND relpersistence <> 't'"
}
is_as_dumped() { at_work && [[ -s $WORK/shape && $(shape) == "$(<"$WORK/shape")" ]]; }
# is_replaced FILE: whether it holds something else than when its shape was put there: a copy of us that was cut off has
# come to the end of its one transaction.
is_replaced() {
  local now
  [[ -s $1 ]] && now=$(shape) && [[ -n $now && $now != "$(<"$1")" ]]
}

# replace_content COMMAND…: empties the hidden database and fills it with what the command prints as SQL; both or neither.
# The commit is the last that pg_restore prints. One of psql's own would follow input that was cut off just as well,
# and the statements around large objects would end its transaction before.
replace_content() {
  {
    printf '%s\n' 'BEGIN;' 'SET client_min_messages = error;' "$EMPTY" && fail_point "$STEP.emptied" &&
      "$@"
  } | exec_there -i "$server" psql -Xq -v ON_ERROR_STOP=1 -U "$DATABASE_USER" -d "$HIDDEN" -f - >/dev/null
}
backup_as_sql() { archive -1 -c --if-exists -f -; }
safety_as_sql() { docker exec -i "$server" pg_restore -1 -c --if-exists -f - <"$WORK/safety.dump"; }
