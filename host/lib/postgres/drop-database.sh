# Dropping a database that nobody needs any more, and what stands in the way of it.
# needs: postgres/client
# gives: bound_to sessions_on is_dropped_in_part drop_database

# bound_to NAME: what would be lost with it, or stands in the way of dropping it, a line each.
bound_to() {
  ask "$(maintenance)" "name=$1" <<'EOS'
SELECT 'the replication slot ' || slot_name FROM pg_replication_slots WHERE database = :'name'
UNION ALL SELECT 'the prepared transaction ' || gid FROM pg_prepared_xacts WHERE database = :'name'
UNION ALL SELECT 'the subscription ' || subname FROM pg_subscription s JOIN pg_database d ON d.oid = subdbid WHERE datname = :'name';
EOS
}

# sessions_on NAME: who is connected to it, a line each.
sessions_on() {
  ask "$(maintenance)" "name=$1" <<'EOS'
SELECT concat_ws(' ', usename, '(' || nullif(application_name, '') || ')', 'from ' || host(client_addr), CASE WHEN count(*) > 1 THEN count(*) || ' times' END)
  FROM pg_stat_activity WHERE datname = :'name' AND backend_type <> 'autovacuum worker' GROUP BY usename, application_name, client_addr ORDER BY 1;
EOS
}

# is_dropped_in_part NAME: whether its DROP was cut off; nothing of it can be read any more then.
is_dropped_in_part() {
  local in_part
  in_part=$(ask "$(maintenance)" "name=$1" <<<"SELECT datconnlimit = -2 FROM pg_database WHERE datname = :'name'") && [[ $in_part == t ]]
}

# drop_database NAME. Without FORCE: whoever has connected meanwhile stays connected, and it is not dropped.
drop_database() { ask "$(maintenance)" "name=$1" <<<'DROP DATABASE :"name";'; }
