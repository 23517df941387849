# Databases that change names. What happens between fence and swap is what clients notice, so it is one session
# of psql, and nothing in it grows with the size of the database.
# needs: postgres/client
# gives: exchange unfence snapshot_of
# reads: DATABASE_NAME DATABASE_USER ROLLBACK

# A client that is just being refused counts as a session until it is gone, and one that finds it there sleeps for
# 100 ms before it looks again, fifty times (procarray.c). Any signal ends that sleep, and this is one that does no
# harm: a rename then looks every 20 ms, for a second. New in 14.
NIMBLE='SET client_connection_check_interval = 20;'

# Statements that set each sequence of another database no lower than it is here (no higher, where it counts
# down), or numbers that were given out once would be given out again.
FENCE_SEQUENCES="SELECT coalesce(string_agg(format('SELECT setval(format(''%%I.%%I'', schemaname, sequencename)::regclass, %s) FROM pg_sequences WHERE (schemaname, sequencename) = (%L, %L) AND %s BETWEEN min_value AND max_value AND (last_value IS NULL OR (last_value < %s) = (increment_by > 0) AND last_value <> %s);',
    last_value, schemaname, sequencename, last_value, last_value, last_value), ' '), 'SELECT;') AS sequences
  FROM pg_sequences WHERE last_value IS NOT NULL"

# The fence: nobody can connect to the live database any more. A session on it cannot put it up, yet one is needed
# behind it, so another psql does while that one waits. Committed before anybody is sent away.
# shellcheck disable=SC2016 # for the shell in the container
FENCE='printf %s "ALTER DATABASE :\"live\" ALLOW_CONNECTIONS false" | psql -Xq -v "live=$LIVE" -U "$DATABASE_USER" -d "$MAINTENANCE" -f - >/dev/null'

# written_since FILE: SQL for the rows that were written since the counts in that file, a line a table, were taken, and
# since when they were counted is in FILE.counting. A table that is gone by now, or whose count has been reset, may have
# had any number, and so may all of a server that has crashed.
written_since() {
  local counts counting crashed=false
  # The version before has not written it down.
  if [[ -e $1.counting ]]; then
    counting=$(<"$1.counting") || return 1
    crashed="($COUNTING) <> '$counting'"
  fi
  counts=$(sed "s/'/''/g" "$1" | awk -F '\t' '{ printf "%s('"'%s'"', %s)", comma, $1, $2; comma = ", " }')
  printf "SELECT CASE WHEN %s THEN 1000000000 ELSE (SELECT coalesce(sum(CASE WHEN n.name IS NULL OR n.writes < coalesce(o.writes, 0) THEN 1000000000 ELSE n.writes - coalesce(o.writes, 0) END), 0)
    FROM (VALUES %s) o (name, writes) FULL JOIN (SELECT name, n_tup_ins + n_tup_upd + n_tup_del AS writes FROM (%s) t JOIN pg_stat_all_tables s ON s.relid = t.oid) n ON n.name = o.name WHERE coalesce(n.name, o.name) IS NOT NULL) END" \
    "$crashed" "${counts:-(NULL::text, 0)}" "$TABLES"
}

# exchange NEW KEPT [BASELINE LIMIT]: the live name goes to database NEW, and the one that has it is kept, sealed, as
# KEPT: nobody can connect to it. Both change names in one transaction or neither does. With a limit, what was
# written since the baseline (a file, by statistics) is counted once nobody writes any more; above it nothing is
# swapped. Prints `swapped SECONDS OID`, or `over ROWS`, and fails where it came to neither.
exchange() {
  # A copy of us that was cut off behind its fence would keep us out as well.
  unfence || return 1
  local said written='SELECT 0'
  if [[ -n ${3-} ]]; then written=$(written_since "$3"); fi
  # By substitution: who is sent away early has not read all.
  said=$(ask "$DATABASE_NAME" "live=$DATABASE_NAME" "new=$1" "kept=$2" "maintenance=$(maintenance)" "user=$DATABASE_USER" "limit=${4:--1}" \
    "comment=chronos-rollback: live until rollback $ROLLBACK, sealed" < <(fenced_count && sequences_on && swapped_names)) || return 1
  printf '%s\n' "$said"
  [[ $said == swapped* || $said == over* ]]
}

# What cannot be sent ends all: psql goes no further than it has read.
# The three parts of an exchange: the fence and what was written until then, the sequences, the names.
fenced_count() {
  cat <<EOS || return 1
SELECT set_config('chronos.names', :'live' || E'\n' || :'new', false) AS names, clock_timestamp() AS began, current_setting('server_version_num')::int < 150000 AS late,
  coalesce(shobj_description(oid, 'pg_database'), '') AS remark FROM pg_database WHERE datname = :'live'
\gset
SELECT :'remark' = '' AS unremarked
\gset
\setenv LIVE :live
\setenv MAINTENANCE :maintenance
\setenv DATABASE_USER :user
\! $FENCE
SELECT datallowconn AS open FROM pg_database WHERE datname = :'live'
\gset
\if :open
DO 'BEGIN RAISE EXCEPTION ''the fence cannot be put up''; END';
\endif
$ALONE
\if :late
SELECT pg_sleep(0.6) AS collected
\gset
\endif
SELECT ($written) AS written
\gset
SELECT :limit >= 0 AND :written > :limit AS over
\gset
\if :over
ALTER DATABASE :"live" ALLOW_CONNECTIONS true;
\echo over :written
\q
\endif
EOS
  fail_point "$STEP.fenced"
}
sequences_on() {
  cat <<EOS || return 1
$FENCE_SEQUENCES
\gset
ALTER DATABASE :"new" ALLOW_CONNECTIONS true;
\o /dev/null
\c :new
:sequences
\c :maintenance
\o
EOS
  fail_point "$STEP.sequenced"
}
swapped_names() {
  cat <<EOS || return 1
SELECT set_config('chronos.names', :'live' || E'\n' || :'new', false) AS names
\gset
$ALONE
\if :late
\else
$NIMBLE
\endif
BEGIN;
ALTER DATABASE :"live" RENAME TO :"kept";
ALTER DATABASE :"new" RENAME TO :"live";
COMMENT ON DATABASE :"kept" IS :'comment';
\if :unremarked
COMMENT ON DATABASE :"live" IS NULL;
\else
COMMENT ON DATABASE :"live" IS :'remark';
\endif
EOS
  fail_point "$STEP.renamed"
  cat <<'EOS' || return 1
COMMIT;
SELECT 'swapped', round(extract(epoch FROM clock_timestamp() - :'began')::numeric, 3), oid FROM pg_database WHERE datname = :'live';
EOS
  fail_point "$STEP.swapped"
}

# Lets clients in again, should a step have been cut off behind its fence.
unfence() { ask "$(maintenance)" "live=$DATABASE_NAME" <<<'ALTER DATABASE :"live" ALLOW_CONNECTIONS true;'; }

# snapshot_of DATABASE: what it is at this moment, from which later rows are told.
snapshot_of() { ask "$1" <<<'SELECT txid_current_snapshot()'; }
