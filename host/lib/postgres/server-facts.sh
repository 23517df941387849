# What queries/list-backups.sh tells of the server, of its databases and of the space beside them.
# needs: docker/exec postgres/client
# gives: server_facts space_facts
# reads: DATABASE_NAME

# json_fact NAME [DATABASE]: the one JSON object of the SQL that comes in, as a fact; nothing where the database does not
# answer. Where it is about the server, the maintenance database is asked: it answers while the live one is fenced, too.
json_fact() { { ask "${2-$(maintenance)}" "name=$DATABASE_NAME" 2>/dev/null || true; } | fact "$1"; }

server_facts() {
  # Sessions: everybody else on the live one, alike ones together. One without an address is one through the container's
  # socket; a health check's there comes and goes, and is no one's. Writing: how many have written what they have not committed.
  # Bound: what a database cannot be renamed for, or what would go on reading the old one.
  # Names: without those of which a DROP was cut off, as nothing but another DROP works on them.
  json_fact db.server <<'EOS'
SELECT json_build_object(
  'live', (SELECT json_build_object('oid', d.oid::text, 'versionNumber', current_setting('server_version_num')::int,
      'version', split_part(current_setting('server_version'), ' ', 1), 'bytes', pg_database_size(d.oid),
      'isSuperuser', (SELECT rolsuper FROM pg_roles WHERE rolname = current_user), 'counts', current_setting('track_counts') = 'on',
      'isStandby', pg_is_in_recovery(), 'isOpen', d.datallowconn)
    FROM pg_database d WHERE datname = :'name'),
  'sessions', (SELECT coalesce(json_agg(s), '[]') FROM (
    SELECT coalesce(usename, '') AS "user", coalesce(application_name, '') AS application, coalesce(host(client_addr), '') AS address, count(*) AS count, count(backend_xid) AS writing
      FROM pg_stat_activity WHERE datname = :'name' AND pid <> pg_backend_pid() AND backend_type = 'client backend'
        AND (client_addr IS NOT NULL OR backend_start < clock_timestamp() - interval '2 seconds') GROUP BY 1, 2, 3 ORDER BY 1, 2, 3) s),
  'bound', (SELECT coalesce(json_agg(b), '[]') FROM (
    SELECT 'prepared' AS kind, gid AS name FROM pg_prepared_xacts WHERE database = :'name'
    UNION ALL SELECT 'slot', slot_name FROM pg_replication_slots WHERE database = :'name'
    UNION ALL SELECT 'subscription', s.subname FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid WHERE d.datname = :'name') b),
  'roles', (SELECT coalesce(json_agg(rolname), '[]') FROM pg_roles),
  'names', (SELECT coalesce(json_agg(json_build_object('name', datname, 'oid', oid::text)), '[]') FROM pg_database WHERE datconnlimit <> -2 AND datname !~ '[[:cntrl:]]'));
EOS
  # Writes: what the server has counted, since when, and the size of each table: one that was emptied has none, which is
  # not counted. Writers: of the roles that are connected those that may write to a table, be it as another role.
  json_fact db.live "$DATABASE_NAME" <<EOS
SELECT json_build_object(
  'extensions', (SELECT coalesce(json_agg(name), '[]') FROM pg_available_extensions),
  'since', greatest((SELECT stats_reset FROM pg_stat_bgwriter), (SELECT stats_reset FROM pg_stat_database WHERE datname = current_database())),
  'writers', (SELECT coalesce(json_agg(rolname), '[]') FROM pg_roles r
    WHERE rolname IN (SELECT usename FROM pg_stat_activity WHERE datname = current_database())
      AND EXISTS (SELECT FROM pg_roles m WHERE pg_has_role(r.oid, m.oid, 'MEMBER') AND (m.rolsuper OR EXISTS (SELECT FROM ($TABLES) t
        WHERE has_table_privilege(m.oid, t.oid, 'INSERT, UPDATE, DELETE, TRUNCATE') OR has_any_column_privilege(m.oid, t.oid, 'INSERT, UPDATE'))))),
  'tables', (SELECT coalesce(json_agg(json_build_object('table', name, 'inserted', coalesce(n_tup_ins, 0), 'updated', coalesce(n_tup_upd, 0),
      'deleted', coalesce(n_tup_del, 0), 'bytes', pg_relation_size(t.oid)) ORDER BY name), '[]')
    FROM ($TABLES) t LEFT JOIN pg_stat_all_tables s ON s.relid = t.oid));
EOS
  # What rollbacks have left, with sizes: where room is wanting that could go.
  json_fact db.left <<'EOS'
SELECT coalesce(json_agg(json_build_object('name', datname, 'bytes', pg_database_size(oid)) ORDER BY datname), '[]')
  FROM pg_database WHERE datname ~ '_(before|undone)_r-[0-9a-f]{8}$|_shadow_[0-9a-f]{8}$';
EOS
}

# free_in DIRECTORY: KiB that are free there, in the container.
free_in() { { in_container "$server" df -Pk -- "$1" 2>/dev/null || true; } | awk 'NR == 2 { print $4 }'; }
space_facts() {
  local data
  data=$(ask "$(maintenance)" <<<'SHOW data_directory' 2>/dev/null || true)
  free_in "$data" | fact db.free
  { in_container "$server" df -Pk -- "$data" 2>/dev/null || true; } | awk 'NR == 2 { for (i = 1; i < 6; i++) sub(/^[^ ]+ +/, ""); print }' | fact db.mount
  free_in /tmp | fact db.temporary
}
