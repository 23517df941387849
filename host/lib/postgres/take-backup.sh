# A backup by pg_dump in the database's own container, whose tools match its server, with a sidecar that says of which
# snapshot it is.
# needs: postgres/client postgres/backup-file
# gives: find_backup_place free_bytes needed_bytes take_backup remove_halves
# reads: BACKUPS DATABASE_NAME DATABASE_USER PROJECT

# Sets PLACE, for `in_backup_store`, to where the directory of backups is: in the container where it is mounted, else here.
find_backup_place() {
  for PLACE in container host; do
    if in_backup_store test -d "$BACKUPS" 2>/dev/null; then return 0; fi
  done
  return 1
}

# Free bytes beside the backups.
free_bytes() { in_backup_store df -Pk -- "$BACKUPS" | awk 'NR == 2 { printf "%.0f\n", $4 * 1024 }'; }

# needed_bytes [LAST]: for one more: twice the last one, where there is one, else as much as the live database.
needed_bytes() { if [[ -n ${1-} ]]; then printf '%s' $((2 * $1)); else ask "$DATABASE_NAME" <<<'SELECT pg_database_size(current_database());'; fi; }

# What a backup is called until it is complete: other projects may have theirs beside it.
half_of() { printf '%s' ".checkpoint-$PROJECT."; }

# Removes what a backup has left that was cut off.
# shellcheck disable=SC2016 # for the shell there
remove_halves() { in_backup_store sh -c 'rm -f -- "$1/$2"*' sh "$BACKUPS" "$(half_of)"; }

# What psql does: the session that holds the snapshot runs pg_dump, too, to descriptor 3, and prints the sidecar last.
dump_script() {
  cat <<'SQL'
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
SELECT coalesce(string_agg(format('SELECT %1$L AS name, count(*) AS rows FROM ONLY %1$s', format('%I.%I', nspname, relname)), ' UNION ALL '),
                $$SELECT '' AS name, 0 AS rows WHERE false$$) AS counting
  FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
 WHERE relkind = 'r' AND relpersistence <> 't' AND nspname !~ '^pg_' AND nspname <> 'information_schema'
\gset
SELECT coalesce(string_agg(format('%s:{"rows":%s,"inserted":%s,"updated":%s,"deleted":%s}', to_json(name), rows,
                                  coalesce(inserted, 0), coalesce(updated, 0), coalesce(deleted, 0)), ',' ORDER BY name), '') AS tables
  FROM (:counting) AS counted
  LEFT JOIN json_to_recordset(:'counters')
    AS counter (name text, inserted bigint, updated bigint, deleted bigint) USING (name)
\gset

-- ON_ERROR_STOP does not look at commands: after a dump that failed there is no sidecar.
\set dumped `pg_dump -Fc --snapshot=:'exported' >&3 && echo yes`
SELECT :'dumped' = 'yes' AS dumped
\gset
\if :dumped
SELECT row_to_json(sidecar)
  FROM (SELECT 1 AS v, current_database() AS database, :'taken_at' AS "takenAt",
               split_part(current_setting('server_version'), ' ', 1) AS "serverVersion",
               :'snapshot' AS snapshot, :'lsn' AS lsn, :database_bytes AS "databaseBytes",
               ('{' || :'tables' || '}')::json AS tables) AS sidecar;
\endif
SQL
}

# As files of whoever calls us where they are a directory of this host, which the container has mounted.
# shellcheck disable=SC2016 # for the shell there
INTO='umask 077
export PGUSER="$2" PGDATABASE="$3"
if [ -n "$1" ]; then exec 3>"$1"; else exec 3>&1; fi
exec psql -XAtq -v ON_ERROR_STOP=1 -f - >&2'

# take_backup NAME: sets `backup` to its path, `sha256` and `bytes`; NAME gets a number where there is one of that name.
# Prints what went wrong and fails.
take_backup() {
  local half said sidecar at=0 name=$1
  half=$BACKUPS/$(half_of)$$ said=$(mktemp)
  if [[ $PLACE == container ]]; then
    dump_script | in_container -i --user "$(id -u):$(id -g)" "$server" sh -c "$INTO" sh "$half" "$DATABASE_USER" "$DATABASE_NAME" >/dev/null 2>"$said" || true
  else
    (umask 077 && dump_script | exec_there -i "$server" sh -c "$INTO" sh '' "$DATABASE_USER" "$DATABASE_NAME" >"$half" 2>"$said") || true
  fi
  sidecar=$(grep -a '^{"v":1,' "$said" | tail -n 1 || true)
  if [[ -z $sidecar ]]; then
    grep -aiE 'error|fatal|no space' "$said" | head -n 3 >&2 || true
    rm -f "$said"
    # Where the disk is full it would stay so.
    remove_halves
    return 1
  fi
  rm -f "$said"
  fail_point checkpoint.dumped
  BACKUP=$half
  sha256=$(checksum) && bytes=$(size_of) || return 1
  # shellcheck disable=SC2016 # for the shell there
  backup_as_us -i sh -c 'umask 077; cat >"$1" && sync' sh "$half.json" <<<"${sidecar%\}},\"sha256\":\"$sha256\",\"bytes\":$bytes}" || return 1
  # The sidecar first: a backup is never there without it. A link fails where there is one of that name.
  # shellcheck disable=SC2016 # for the shell there
  until backup_as_us sh -c 'ln "$1.json" "$2.json" && ln "$1" "$2" && rm -f -- "$1" "$1.json"' sh "$half" "$BACKUPS/$name" 2>/dev/null; do
    at=$((at + 1)) name=${1%.*}-$at.${1##*.}
    if ((at > 20)); then return 1; fi
  done
  backup=$BACKUPS/$name
}
# Where it is, as whoever calls us.
backup_as_us() {
  local -a options=()
  if [[ $1 == -i ]]; then
    options=(-i)
    shift
  fi
  if [[ $PLACE == container ]]; then in_container "${options[@]}" --user "$(id -u):$(id -g)" "$server" "$@"; else "$@"; fi
}
