# What the roles of the app may do in the deployment's database, and whether they can: nothing is made or changed there.
# needs: docker/containers docker/environments postgres/logins postgres/query
# gives: app_roles keep_privileges lost_privileges try_tables
# reads: DATABASE_NAME DATABASE_USER

# app_roles SERVICE…: the roles by which the containers of these services log in, as their variables say, a line each; where
# none says so, the deployment's own.
app_roles() {
  local service container pair roles user password name
  local -A of_container
  roles=$(
    for service in "$@"; do
      container=$(container_of "$service" || true)
      if [[ -z $container ]]; then continue; fi
      of_container=()
      while IFS= read -r -d '' pair; do
        if [[ $pair =~ ^[A-Za-z_][A-Za-z0-9_]*= ]]; then of_container[${pair%%=*}]=${pair#*=}; fi
      done < <(environment_of "$container" 2>/dev/null || true)
      if login_of of_container && [[ ${name:-$user} == "$DATABASE_NAME" ]]; then printf '%s\n' "${user//[$'\n\t']/ }"; fi
    done | sort -u
  )
  printf '%s\n' "${roles:-$DATABASE_USER}"
}

# A relation's name in one line, without tabs.
RELATION="translate(format('%I.%I', n.nspname, c.relname), E'\\n\\t\\r', '   ')"

# privileges_of ROLE…: `ROLE<tab>RELATION<tab>PRIVILEGE` of each that such a role has on a table, view or sequence, or on a
# column of it, a line each. Without the schema it has none. Of a role that the server does not know nothing is told.
privileges_of() {
  local role
  for role in "$@"; do
    database_query "
SELECT format(E'%s\\t%s\\t%s', r.rolname, $RELATION, p.privilege)
  FROM pg_roles r, pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
    LATERAL (VALUES ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE'), ('USAGE')) p (privilege)
  WHERE r.rolname = :'role' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND has_schema_privilege(r.oid, n.oid, 'USAGE')
    AND CASE
      WHEN c.relkind = 'S' THEN CASE WHEN p.privilege IN ('SELECT', 'UPDATE', 'USAGE') THEN has_sequence_privilege(r.oid, c.oid, p.privilege) END
      WHEN c.relkind NOT IN ('r', 'p', 'v', 'm', 'f') OR p.privilege = 'USAGE' THEN false
      WHEN p.privilege = 'DELETE' THEN has_table_privilege(r.oid, c.oid, 'DELETE')
      ELSE has_table_privilege(r.oid, c.oid, p.privilege) OR has_any_column_privilege(r.oid, c.oid, p.privilege) END
  ORDER BY 1" "role=$role" || return 1
  done
}

# keep_privileges FILE SERVICE…: writes down what the roles of the services may do now, once: a later try may find the
# database as an earlier one has left it. Where the database does not say, nobody knows.
keep_privileges() {
  local file=$1
  local -a roles
  if [[ -e $file ]]; then return 0; fi
  mapfile -t roles < <(app_roles "${@:2}")
  put "$file" privileges_of "${roles[@]}" 2>/dev/null || true
}

# lost_privileges FILE: what a role may not do any more of what FILE says that it might, on what is still there, a line each.
lost_privileges() {
  local now there
  local -a roles
  mapfile -t roles < <(cut -f 1 "$1" | sort -u)
  if ((${#roles[@]} == 0)); then return 0; fi
  now=$(privileges_of "${roles[@]}") && there=$(database_query "SELECT $RELATION FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace") || return 1
  awk -F '\t' '
    FILENAME == ARGV[1] { there[$0] = 1; next }
    FILENAME == ARGV[2] { has[$0] = 1; next }
    ($2 in there) && !($0 in has) { print $1 " may not " $3 " " $2 }' <(printf '%s\n' "$there") <(printf '%s\n' "$now") "$1"
}

# What is tried of a table: a row is read where that is allowed; none is updated where that is, and no statement trigger and no
# rule would do something then. Row security may ask for settings that only the app makes: such tables are left out.
TRIED="SELECT CASE WHEN readable THEN format('SELECT ''read'' FROM (SELECT count(*) FROM (SELECT FROM ONLY %s LIMIT 1) one) n', name) END,
    CASE WHEN field IS NOT NULL THEN format('UPDATE ONLY %s SET %I = NULL WHERE false', name, field) END,
    CASE WHEN field IS NOT NULL THEN 'SELECT ''updated''' END
  FROM (SELECT format('%I.%I', n.nspname, c.relname) AS name, has_any_column_privilege(c.oid, 'SELECT') AS readable,
      CASE WHEN NOT c.relhasrules AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgtype & 1 = 0)
        THEN (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
          AND coalesce(to_jsonb(a) ->> 'attgenerated', '') = '' AND coalesce(to_jsonb(a) ->> 'attidentity', '') <> 'a'
          AND has_column_privilege(c.oid, a.attnum, 'UPDATE') ORDER BY a.attnum LIMIT 1) END AS field
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_stat_all_tables s ON s.relid = c.oid
    WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND NOT c.relrowsecurity AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND has_schema_privilege(n.oid, 'USAGE')
    ORDER BY coalesce(s.seq_scan, 0) + coalesce(s.idx_scan, 0) + coalesce(s.n_tup_ins, 0) + coalesce(s.n_tup_upd, 0) DESC, 1 LIMIT 100) tables"

# try_tables ROLE: that with the hundred tables that are used most, as that role where we may be it, else as ourselves. All in
# one transaction, which is rolled back; none waits long for a lock. Tells who, and `read` and `updated` for each.
try_tables() {
  database_query "\\set VERBOSITY verbose
BEGIN;
SET LOCAL lock_timeout = '2s';
SET LOCAL statement_timeout = '4s';
SELECT coalesce((SELECT rolname FROM pg_roles WHERE rolname = :'role'
    AND pg_has_role(current_user, oid, CASE WHEN current_setting('server_version_num')::int < 160000 THEN 'MEMBER' ELSE 'SET' END)), current_user) AS role
\\gset
SET LOCAL ROLE :\"role\";
SELECT current_user;
$TRIED
\\gexec
ROLLBACK;" "role=$1"
}
