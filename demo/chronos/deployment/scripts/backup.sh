# shellcheck shell=bash
# Sourced by deploy.sh after lib.sh: the backup, and a sidecar that says of which snapshot it is. See README.md.
# shellcheck disable=SC2034 # deploy.sh puts backup on the record

# take_backup NAME [--rollback]: in the database's own container, whose tools match its server.
take_backup() {
  docker exec -i --user "$(id -u):$(id -g)" "$(container_of postgres)" sh -es "$@" <<'SH'
umask 077
cd /backups/pre-deployment
export PGUSER=chronos_user PGDATABASE=chronos_financial
# Both under other names until they are complete.
trap 'rm -f ".$1" ".$1.json"' EXIT
psql -X -q -A -t -v ON_ERROR_STOP=1 -v dump=".$1" -f - >".$1.json" <<'SQL'
-- As pg_dump does for itself: this session idles while it works.
SET statement_timeout = 0;
SET idle_in_transaction_session_timeout = 0;

-- Before the snapshot, as these belong to none: what is written in between then counts as written since.
SELECT pg_current_wal_lsn() AS lsn, coalesce(json_agg(counter), '[]') AS counters
  FROM (SELECT format('%I.%I', schemaname, relname) AS name,
               n_tup_ins AS inserted, n_tup_upd AS updated, n_tup_del AS deleted
          FROM pg_stat_user_tables) AS counter
\gset

BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SELECT pg_export_snapshot() AS exported, txid_current_snapshot() AS snapshot,
       to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS taken_at,
       pg_database_size(current_database()) AS database_bytes
\gset

-- Before the dump: a table that has been counted cannot be truncated until the end.
-- ONLY, because the dump has the rows of inheriting tables with those.
SELECT string_agg(format('SELECT %1$L AS name, count(*) AS rows FROM ONLY %1$s',
                         format('%I.%I', nspname, relname)), ' UNION ALL ') AS counting
  FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
 WHERE relkind = 'r' AND relpersistence <> 't' AND nspname !~ '^pg_' AND nspname <> 'information_schema'
\gset
SELECT string_agg(format('%s:{"rows":%s,"inserted":%s,"updated":%s,"deleted":%s}', to_json(name), rows,
                         coalesce(inserted, 0), coalesce(updated, 0), coalesce(deleted, 0)),
                  ',' ORDER BY name) AS tables
  FROM (:counting) AS counted
  LEFT JOIN json_to_recordset(:'counters')
    AS counter (name text, inserted bigint, updated bigint, deleted bigint) USING (name)
\gset

-- ON_ERROR_STOP does not look at commands: a dump that failed has no checksum, and then there is no sidecar.
\set sha256 `pg_dump -Fc --snapshot=:'exported' -f :'dump' && sha256sum :'dump' | cut -c 1-64`
SELECT :'sha256' <> '' AS dumped
\gset
\if :dumped
\set bytes `wc -c <:'dump'`
SELECT row_to_json(sidecar)
  FROM (SELECT 1 AS v, current_database() AS database, :'taken_at' AS "takenAt",
               :'sha256' AS sha256, :bytes AS bytes,
               split_part(current_setting('server_version'), ' ', 1) AS "serverVersion",
               :'snapshot' AS snapshot, :'lsn' AS lsn, :database_bytes AS "databaseBytes",
               ('{' || :'tables' || '}')::json AS tables) AS sidecar;
\endif
SQL
[ -s ".$1.json" ]
mv ".$1.json" "$1.json"
mv ".$1" "$1"
# The newest backup before a deployment is also database_latest.sql, a hard link; one before a rollback is of the
# bad release's time and no such one.
if [ -z "$2" ]; then
  for end in .json ''; do ln -f "$1$end" .latest; mv -f .latest "database_latest.sql$end"; done
fi
SH
}

# backup_database [--rollback]: sets backup to the name of the new backup, where there is anything to back up.
backup_database() {
  local tables
  tables=$(sql "SELECT to_regclass('schema_migrations')") || fail 'the database does not answer; nothing has been deployed'
  if [ -z "$tables" ]; then
    say 'backup    none: the database is empty'
    return
  fi
  backup=database_$(date -u +%Y%m%d_%H%M%S).sql
  quietly take_backup "$backup" "${1-}" || fail 'the backup failed; nothing has been deployed'
  say "backup    $backup"
}
