# The shadow: the backup, restored into a database of its own while the deployment runs on. It has encoding,
# locale, owner, settings, privileges and limits of the live one, and is swapped for it later.
# SHADOW: its name, made of the backup's checksum (SHA256), so that a shadow that a refused rollback has left is
# found again. Its comment says how far it has come.
# needs: postgres/client postgres/backup-file
# gives: whole comment_of drop_half_shadow make_shadow
# reads: DATABASE_NAME DATABASE_USER LIVE_OID SHA256 SHADOW

half() { printf 'chronos-rollback: being restored from %s' "$SHA256"; }
whole() { printf 'chronos-rollback: restored from %s' "$SHA256"; }

# One of which a DROP was cut off has its comment still, and nothing but another DROP works on it.
comment_of() {
  ask "$(maintenance)" "name=$1" <<<"SELECT shobj_description(oid, 'pg_database') || CASE datconnlimit WHEN -2 THEN ', dropped in part' ELSE '' END FROM pg_database WHERE datname = :'name'"
}

# Removes a shadow that was never live, by all its marks; another database is left alone, and it fails.
drop_shadow() {
  local comment oid
  comment=$(comment_of "$SHADOW") && oid=$(oid_of "$SHADOW") || return 1
  [[ $SHADOW == *_shadow_* && $SHADOW != "$DATABASE_NAME" && $oid != "$LIVE_OID" && ($comment == 'chronos-rollback: '* || -z $comment) ]] ||
    return 1
  # A pg_restore that outlived its step may still be at it.
  ask "$(maintenance)" "name=$SHADOW" <<EOS
SELECT set_config('chronos.names', :'name', false) AS names FROM pg_database WHERE datname = :'name'
\gset
SELECT format('ALTER DATABASE %I ALLOW_CONNECTIONS false', datname) FROM pg_database WHERE datname = :'name' AND datconnlimit <> -2
\gexec
$ALONE
DROP DATABASE :"name";
EOS
}

# What is left of one that a step was cut off or stopped at. Where nobody tells whether it is whole it stays.
drop_half_shadow() {
  local comment oid
  at_work || return 1
  oid=$(oid_of "$SHADOW") && comment=$(comment_of "$SHADOW") || return 1
  if [[ -n $oid && $comment != "$(whole)" ]]; then drop_shadow; fi
}

# Like the live one in all that is fixed when a database is made. Columns that only some versions have are
# looked up by name.
create_shadow() {
  ask "$(maintenance)" "live=$DATABASE_NAME" "shadow=$SHADOW" "half=$(half)" <<'EOS'
SELECT format('CREATE DATABASE %I TEMPLATE template0 OWNER %I ENCODING %L LC_COLLATE %L LC_CTYPE %L TABLESPACE %I',
    :'shadow', r.rolname, pg_encoding_to_char(d.encoding), d.datcollate, d.datctype, t.spcname)
  || CASE to_jsonb(d) ->> 'datlocprovider'
    WHEN 'i' THEN format(' LOCALE_PROVIDER icu ICU_LOCALE %L', coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale'))
    WHEN 'b' THEN format(' LOCALE_PROVIDER builtin BUILTIN_LOCALE %L', to_jsonb(d) ->> 'datlocale')
    ELSE '' END
  FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba JOIN pg_tablespace t ON t.oid = d.dattablespace
  WHERE d.datname = :'live'
\gexec
SELECT format('COMMENT ON DATABASE %I IS %L', :'shadow', :'half')
\gexec
EOS
}

# What stays with a database's oid and so is not swapped with its name: settings, privileges, the limit of
# connections. Lists of names are kept as they stand; pg_dump does the same (dumputils.c, variable_is_guc_list_quote).
carry_over() {
  ask "$(maintenance)" "live=$DATABASE_NAME" "shadow=$SHADOW" <<'EOS'
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

# Makes the shadow, or finds the one that is there whole. A half one is made anew.
make_shadow() {
  local comment oid
  oid=$(oid_of "$SHADOW") && comment=$(comment_of "$SHADOW") || return 1
  if [[ -n $oid ]]; then
    if [[ $comment == "$(whole)" ]]; then
      echo "the shadow $SHADOW is there from before"
      carry_over
      return
    fi
    drop_shadow || return 1
  fi
  create_shadow && fail_point prepare.shadow-made && fill "$SHADOW" && fail_point prepare.shadow-filled && carry_over &&
    exec_there "$server" vacuumdb -q --analyze-only -j 2 -U "$DATABASE_USER" -d "$SHADOW" &&
    ask "$(maintenance)" "shadow=$SHADOW" "whole=$(whole)" <<<"SELECT format('COMMENT ON DATABASE %I IS %L', :'shadow', :'whole') \\gexec"
}
