# Rows of NAME as CSV, in a form that any database of PostgreSQL reads: UTF-8, dates as ISO has them, all types by their
# whole names.
# needs: postgres/client postgres/data-loss
# gives: describe_tables rows_since rows_differing
# reads: DATABASE_NAME NAME SINCE
PORTABLE="SET client_encoding = 'UTF8'; SET search_path = ''; SET datestyle = ISO; SET intervalstyle = postgres;
  SET extra_float_digits = 3; SET row_security = off;"

# A line a table: name, schema, name within it, what is to be known of it as JSON, and its columns for SELECT, of table r.
# Columns that only some versions have are looked up by name.
describe_tables() {
  ask "$NAME" <<EOS
$PORTABLE
SELECT t.name, t.nspname, t.relname,
  jsonb_build_object(
    'columns', (SELECT coalesce(jsonb_agg(jsonb_build_object('name', quote_ident(attname), 'type', format_type(atttypid, atttypmod),
        'generated', coalesce(to_jsonb(a) ->> 'attgenerated', '') <> '', 'always', coalesce(to_jsonb(a) ->> 'attidentity', '') = 'a') ORDER BY attnum), '[]')
      FROM pg_attribute a WHERE attrelid = t.oid AND attnum > 0 AND NOT attisdropped),
    'key', (SELECT coalesce(jsonb_agg(quote_ident(attname) ORDER BY array_position(conkey, attnum)), '[]')
      FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey) WHERE conrelid = t.oid AND contype = 'p'),
    'references', (SELECT coalesce(jsonb_agg(DISTINCT format('%I.%I', n.nspname, o.relname)), '[]')
      FROM pg_constraint JOIN pg_class o ON o.oid = confrelid JOIN pg_namespace n ON n.oid = o.relnamespace
      WHERE conrelid = t.oid AND contype = 'f' AND confrelid <> t.oid)),
  (SELECT string_agg('r.' || quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = t.oid AND attnum > 0 AND NOT attisdropped)
FROM ($TABLES) t ORDER BY t.name;
EOS
}

# rows_since TABLE COLUMNS: the rows written after the snapshot SINCE.
rows_since() {
  ask "$NAME" "snapshot=$SINCE" "table=$1" "columns=$2" <<EOS
$PORTABLE
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT top, top - top % 4294967296 AS base FROM (SELECT txid_snapshot_xmax(txid_current_snapshot()) AS top) t
\gset
COPY (SELECT :columns FROM ONLY :table r
  WHERE NOT (SELECT $SEEN FROM (SELECT r.xmin::text::bigint AS low, :base::bigint AS base, :top::bigint AS top) s)) TO STDOUT (FORMAT csv, HEADER);
COMMIT;
EOS
}

# only_here TABLE ROW: where the rows are whose content the live database does not have, or not as often: their
# ctids, as a list. What cannot be read there says so by a line that sorts behind all others.
only_here() {
  ask "$NAME" <<<"COPY (SELECT md5(($2)::text), ctid FROM ONLY $1) TO STDOUT;" | LC_ALL=C sort |
    LC_ALL=C awk -F '\t' -v live=<(content "$DATABASE_NAME" "$1" "$2" || echo '~') '
      function next_there() { if ((getline there <live) <= 0) there = "~~"; if (there == "~") unread = 1 }
      BEGIN { next_there() }
      { while (there "" < $1 "") next_there(); if (there "" == $1 "") next_there(); else { printf "%s\"%s\"", comma, $2; comma = "," } }
      END { while (there != "~~") next_there(); exit unread }'
}

# rows_differing TABLE COLUMNS ROW: those rows; all of them where the live database has no such table, so no ROW.
rows_differing() {
  local where=true ids
  if [[ -n $3 ]]; then
    ids=$(only_here "$1" "$3") || return 1
    where="r.ctid = ANY ('{$ids}'::pg_catalog.tid[])"
  fi
  printf '%s\nCOPY (SELECT %s FROM ONLY %s r WHERE %s) TO STDOUT (FORMAT csv, HEADER);\n' "$PORTABLE" "$2" "$1" "$where" | ask "$NAME"
}
