# The deployment's PostgreSQL, asked with the tools of its own container, through its own socket: they are of
# the server's version, and need no password.
# LIVE_OID: the database that ran when the plan was made. A database keeps its oid when it is renamed.
# needs: docker/containers docker/exec postgres/translations patience
# gives: find_server maintenance exec_there ask at_work await_server outlive_the_watch oid_of as_identifier count_rows
# gives: files_of count_writes counting_since count_since json_pairs why
# reads: DATABASE_NAME DATABASE_SERVICE DATABASE_USER

# Sets `server` to the database's container.
find_server() {
  server=$(container_of "$DATABASE_SERVICE")
  [[ -n $server ]]
}

# The database from which others are made and renamed; nobody can be connected to one that is renamed.
maintenance() { if [[ $DATABASE_NAME == postgres ]]; then printf template1; else printf postgres; fi; }

# Settings of a database or a role that would stand in the way of looking after it. A name without a schema is
# PostgreSQL's own: whoever may make functions in `public` would have his run by us, who are a superuser.
QUIETLY='-c search_path=pg_catalog -c standard_conforming_strings=on -c client_min_messages=warning -c client_encoding=UTF8 -c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0 -c default_transaction_read_only=off'

# By this name our own sessions are told from those of others, and from those of another script of ours.
SESSION="chronos-rollback $$"

# exec_there [-i] CONTAINER COMMAND…: a client of PostgreSQL, in the container.
exec_there() { in_container -e PGOPTIONS="$QUIETLY" -e PGAPPNAME="$SESSION" "$@"; }

# ask DATABASE [NAME=VALUE…]: runs the SQL that comes by standard input; rows, fields with a tab between.
# In the SQL :'NAME' is the value as a literal, :"NAME" as an identifier.
ask() {
  local database=$1 pair
  local -a set=()
  shift
  for pair in "$@"; do set+=(-v "$pair"); done
  exec_there -i "$server" \
    psql -XAtq -F $'\t' -v ON_ERROR_STOP=1 "${set[@]}" -U "$DATABASE_USER" -d "$database" -f -
}

# What changes databases calls this first, under the lock, and once more when it was cut off: a client in the container
# outlives whoever has called it and goes on to the end of what it has read, a swap included. Ends the sessions of
# all such, and waits until they are gone, so that what is looked at afterwards stays. What was sealed once and has been
# opened to be read by somebody who was cut off then is sealed again.
at_work() {
  SESSION="chronos-rollback at work $$"
  ask "$(maintenance)" "live=$DATABASE_NAME" >/dev/null <<'EOS'
DO $gone$
DECLARE
  until timestamptz := clock_timestamp() + interval '30 s';
BEGIN
  LOOP
    PERFORM pg_stat_clear_snapshot();
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'chronos-rollback at work %' AND pid <> pg_backend_pid();
    EXIT WHEN NOT FOUND;
    IF clock_timestamp() > until THEN RAISE EXCEPTION 'a session of a step that was cut off does not end'; END IF;
    PERFORM pg_sleep(0.02);
  END LOOP;
END $gone$;
SELECT format('ALTER DATABASE %I ALLOW_CONNECTIONS false', datname)
  FROM pg_database, LATERAL (SELECT substring(datname::text FROM '^(.*)_(?:before|undone)_r-[0-9a-f]{8}$') AS base) b
  WHERE datallowconn AND datconnlimit <> -2 AND datname <> :'live' AND shobj_description(oid, 'pg_database') LIKE 'chronos-rollback: %'
    AND (base = :'live' OR octet_length(base) > 40 AND left(:'live', length(base)) = base)
\gexec
EOS
}

# A server that is just coming up again is waited for, as long as the step has time; one that nobody starts is not.
await_server() {
  until ask "$(maintenance)" <<<'SELECT;' >/dev/null 2>&1 || out_of_time; do
    if is_down "$server" && pause 3 && is_down "$server"; then return 0; fi
    pause 0.5
  done
}

# At the end of a step nobody watches any more: no call to Docker may take longer from here on than at_work waits.
outlive_the_watch() {
  keep_patience
  PATIENCE=${PATIENCE:+40}
}

# oid_of NAME: the oid of a database; nothing when there is none.
oid_of() { ask "$(maintenance)" "name=$1" <<<"SELECT oid FROM pg_database WHERE datname = :'name'"; }

# Ends all sessions on the databases named in chronos.names but our own, and waits until they are gone: a
# database cannot be renamed while a backend is still on its way out, and PostgreSQL itself would look again only
# after 100 ms (procarray.c, CountOtherDBBackends).
ALONE="DO \$alone\$
DECLARE
  names text[] := string_to_array(current_setting('chronos.names'), E'\\n');
  until timestamptz := clock_timestamp() + interval '20 s';
  left_over text;
BEGIN
  LOOP
    PERFORM pg_stat_clear_snapshot();
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ANY (names) AND pid <> pg_backend_pid();
    PERFORM pg_stat_clear_snapshot();
    SELECT string_agg(format('%s (%s, process %s)', usename, application_name, pid), ', ') INTO left_over
      FROM pg_stat_activity WHERE datname = ANY (names) AND pid <> pg_backend_pid();
    EXIT WHEN left_over IS NULL;
    IF clock_timestamp() > until THEN RAISE EXCEPTION 'sessions that do not end: %', left_over; END IF;
    PERFORM pg_sleep(0.003);
  END LOOP;
END \$alone\$;"

# as_identifier COLUMN: SQL for a name as an identifier of one line: quoted where it must be, its control characters as
# U&"…" writes them. What is told of tables is told in lines and tabs, and nobody's name may pass for more of those.
as_identifier() {
  local control="'[\\x01-\\x1f\\x7f]'"
  printf '%s' "CASE WHEN $1 ~ $control THEN (SELECT 'U&\"' || string_agg(CASE WHEN letter ~ $control THEN '\\' || lpad(to_hex(ascii(letter)), 4, '0') WHEN letter IN ('\"', '\\') THEN letter || letter ELSE letter END, '' ORDER BY place) || '\"'
    FROM regexp_split_to_table($1, '') WITH ORDINALITY s (letter, place)) ELSE quote_ident($1) END"
}

# Tables with rows of their own: those that are partitioned have none, each partition counts for itself. Large
# objects, where there are any, are rows of a table of the catalogue.
TABLES="SELECT c.oid, n.nspname, c.relname, c.relpersistence, $(as_identifier n.nspname) || '.' || $(as_identifier c.relname) AS name
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND (n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' OR c.oid = 'pg_catalog.pg_largeobject'::regclass AND EXISTS (SELECT FROM pg_catalog.pg_largeobject))"

# count_rows DATABASE: a line a table, its name and its rows, all of one moment.
count_rows() {
  ask "$1" <<EOS
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT format('SELECT %L, count(*) FROM ONLY %s', name, name) FROM ($TABLES) t ORDER BY name
\gexec
COMMIT;
EOS
}

# files_of DATABASE: a line a table, its name and the file that it is in: another one once it was truncated or
# written anew, of which statistics tell nothing. None where a crash may have emptied it in its place.
files_of() {
  ask "$1" <<<"SELECT name, CASE WHEN relpersistence <> 'u' THEN pg_relation_filenode(t.oid) END FROM ($TABLES) t ORDER BY name;"
}

# What was written, by the server's own statistics since they were reset: a line a table, its name and how many
# rows were inserted, updated and deleted, those of transactions that failed among them.
count_writes() {
  ask "$1" <<EOS
SELECT name, coalesce(n_tup_ins, 0), coalesce(n_tup_upd, 0), coalesce(n_tup_del, 0)
  FROM ($TABLES) t LEFT JOIN pg_stat_all_tables s ON s.relid = t.oid ORDER BY name;
EOS
}

# Since when the server counts for all databases: since it was made, or has crashed.
COUNTING="SELECT coalesce(extract(epoch FROM stats_reset)::numeric::text, '') FROM pg_stat_bgwriter"
counting_since() { ask "$(maintenance)" <<<"$COUNTING"; }

# Whether a row was there in a snapshot, by the transaction that wrote it: of its number a row keeps the lower
# 32 bits, and below 3 they mean that it is frozen since long.
SEEN="txid_visible_in_snapshot(CASE WHEN low < 3 THEN 3 WHEN base + low >= top THEN base + low - 4294967296 ELSE base + low END, :'snapshot'::txid_snapshot)"

# count_since DATABASE SNAPSHOT: a line a table, its name, the rows written since that snapshot, and the rows that
# are as they were then. Exact, whether or not statistics are kept.
count_since() {
  ask "$1" "snapshot=$2" <<EOS
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT top, top - top % 4294967296 AS base FROM (SELECT txid_snapshot_xmax(txid_current_snapshot()) AS top) t
\gset
SELECT format('SELECT %L, count(*) FILTER (WHERE NOT seen), count(*) FILTER (WHERE seen) FROM (SELECT $(sql_text "$SEEN") AS seen FROM (SELECT xmin::text::bigint AS low FROM ONLY %s) r, (SELECT %s::bigint AS base, %s::bigint AS top) s) t', name, :'snapshot', name, :'base', :'top')
  FROM ($TABLES) t ORDER BY name
\gexec
COMMIT;
EOS
}
# SQL as it stands within a literal for format(), with %L in the place of the snapshot.
sql_text() {
  local text=${1//:\'snapshot\'/%L}
  printf '%s' "${text//\'/\'\'}"
}

# json_pairs COMMAND…: lines of a table's name and two counts, as one JSON list of these; nothing where the command
# fails, or prints something else.
json_pairs() {
  local rows table one two json=''
  rows=$("$@") || return 1
  while IFS=$'\t' read -r table one two; do
    if [[ -z $table ]]; then continue; fi
    is_number "$one" && is_number "$two" || return 1
    json+=",[$(json_string "$table"),$one,$two]"
  done <<<"$rows"
  printf '[%s]' "${json#,}"
}

# The last error that a tool has printed into the step's log.
why() { { grep -aE "$(error_words)" "$LOG" || true; } | tail -n 1 | cut -c1-300; }
