# SQL for psql that makes a database as the live one is, by the names in :'live' and :'shadow'.
# gives: like_live carried_over

# Like it in all that is fixed when a database is made. Columns that only some versions have are looked up by name.
like_live() {
  cat <<'EOS'
SELECT format('CREATE DATABASE %I TEMPLATE template0 OWNER %I ENCODING %L LC_COLLATE %L LC_CTYPE %L TABLESPACE %I',
    :'shadow', r.rolname, pg_encoding_to_char(d.encoding), d.datcollate, d.datctype, t.spcname)
  || CASE to_jsonb(d) ->> 'datlocprovider'
    WHEN 'i' THEN format(' LOCALE_PROVIDER icu ICU_LOCALE %L', coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale'))
    WHEN 'b' THEN format(' LOCALE_PROVIDER builtin BUILTIN_LOCALE %L', to_jsonb(d) ->> 'datlocale')
    ELSE '' END
  FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba JOIN pg_tablespace t ON t.oid = d.dattablespace
  WHERE d.datname = :'live'
\gexec
EOS
}

# What stays with a database's oid and so is not swapped with its name: settings, privileges, the limit of
# connections. Lists of names are kept as they stand; pg_dump does the same (dumputils.c, variable_is_guc_list_quote).
carried_over() {
  cat <<'EOS'
SELECT format('ALTER %s RESET ALL', CASE s.setrole WHEN 0 THEN format('DATABASE %I', :'shadow') ELSE format('ROLE %I IN DATABASE %I', r.rolname, :'shadow') END)
  FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase LEFT JOIN pg_roles r ON r.oid = s.setrole WHERE d.datname = :'shadow'
\gexec
SELECT format('ALTER DATABASE %I CONNECTION LIMIT %s', :'shadow', datconnlimit) FROM pg_database WHERE datname = :'live'
\gexec
SELECT format('ALTER %s SET %I TO %s',
    CASE s.setrole WHEN 0 THEN format('DATABASE %I', :'shadow') ELSE format('ROLE %I IN DATABASE %I', r.rolname, :'shadow') END, p.name,
    CASE WHEN p.value <> '' AND lower(p.name) IN ('search_path', 'temp_tablespaces', 'local_preload_libraries', 'session_preload_libraries')
      THEN p.value ELSE quote_literal(p.value) END)
  FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase LEFT JOIN pg_roles r ON r.oid = s.setrole,
    unnest(s.setconfig) c, LATERAL (SELECT split_part(c, '=', 1) AS name, substr(c, strpos(c, '=') + 1) AS value) p
  WHERE d.datname = :'live'
\gexec
SELECT DISTINCT format('REVOKE ALL ON DATABASE %I FROM %s CASCADE', :'shadow', CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(r.rolname) END)
  FROM pg_database d, LATERAL aclexplode(d.datacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee WHERE d.datname = :'shadow'
\gexec
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC, %I', :'shadow', r.rolname)
  FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba WHERE d.datname = :'live' AND d.datacl IS NOT NULL
\gexec
SELECT format('GRANT %s ON DATABASE %I TO %s%s', a.privilege_type, :'shadow',
    CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(r.rolname) END, CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
  FROM pg_database d JOIN pg_database s ON s.datname = :'shadow',
    LATERAL aclexplode(coalesce(d.datacl, CASE WHEN s.datacl IS NOT NULL THEN acldefault('d', d.datdba) END)) a LEFT JOIN pg_roles r ON r.oid = a.grantee WHERE d.datname = :'live'
\gexec
EOS
}
