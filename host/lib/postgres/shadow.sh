# The shadow: the backup, restored into a database of its own while the deployment runs on. It has encoding,
# locale, owner, settings, privileges and limits of the live one, and is swapped for it later.
# SHADOW: its name, made of the backup's checksum (SHA256), so that a shadow that a refused rollback has left is
# found again. Its comment says how far it has come.
# needs: postgres/client postgres/backup-file postgres/like-live
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

create_shadow() {
  {
    like_live
    cat <<'EOS'
SELECT format('COMMENT ON DATABASE %I IS %L', :'shadow', :'half')
\gexec
EOS
  } | ask "$(maintenance)" "live=$DATABASE_NAME" "shadow=$SHADOW" "half=$(half)"
}

carry_over() { carried_over | ask "$(maintenance)" "live=$DATABASE_NAME" "shadow=$SHADOW"; }

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
