# The migrations that are applied to the deployment's database, by the names that usual tools keep.
# needs: docker/containers postgres/query patience
# gives: applied_migrations
# reads: DATABASE_SERVICE

# Sources: the tables of node-pg-migrate and knex, Rails, Django, Flyway, Prisma, Sequelize, Alembic, goose. A type of
# somebody's own would be made a text by a function of his.
MIGRATIONS="VALUES ('schema_migrations', 'version'), ('schema_migrations', 'filename'), ('schema_migrations', 'name'), ('pgmigrations', 'name'),
  ('knex_migrations', 'name'), ('django_migrations', 'name'), ('flyway_schema_history', 'script'), ('_prisma_migrations', 'migration_name'),
  ('SequelizeMeta', 'name'), ('alembic_version', 'version_num'), ('goose_db_version', 'version_id'), ('migrations', 'name')"

# A name a line; nothing where there is no database.
applied_migrations() {
  if [[ -z $DATABASE_SERVICE || -z $(container_of "$DATABASE_SERVICE" 2>/dev/null || true) ]]; then return 0; fi
  database_query "select format('select %I::text from %I.%I order by 1 limit 5000', a.attname, n.nspname, c.relname) from ($MIGRATIONS) m (t, k) join pg_class c on c.relname = m.t and c.relkind = 'r'
    join pg_namespace n on n.oid = c.relnamespace and n.nspname !~ '^pg_' join pg_attribute a on a.attrelid = c.oid and a.attname = m.k and not a.attisdropped and a.atttypid < 16384
    \\gexec" 2>/dev/null || silent 'the database, which was asked for its migrations'
}
