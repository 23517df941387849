# What databases that rollbacks have left on the server take of its disk, for a disk that is full.
# needs: postgres/query
# gives: retained_sizes
# reads: DATABASE_SERVICE

# `database`, BYTES and the name a line, with tabs between: by their comments, so that nothing is named that is anybody else's.
retained_sizes() {
  if [[ -z $DATABASE_SERVICE ]]; then return 0; fi
  database_query "select format(E'database\\t%s\\t%s', pg_database_size(oid), datname) from pg_database
    where datname ~ '_((before|undone)_r-[0-9a-f]{8}|shadow_[0-9a-f]{8})\$' and datname !~ '[[:cntrl:]]'
      and datname <> current_database() and shobj_description(oid, 'pg_database') like 'chronos-rollback: %' order by oid" 2>/dev/null || true
}
