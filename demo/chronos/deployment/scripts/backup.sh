# shellcheck shell=bash
# Sourced by deploy.sh after lib.sh: the backup.
# shellcheck disable=SC2034 # deploy.sh puts backup on the record

# backup_database [--rollback]
backup_database() {
  local tables
  tables=$(sql "SELECT to_regclass('schema_migrations')") || fail 'the database does not answer; nothing has been deployed'
  if [ -z "$tables" ]; then
    say 'backup    none: the database is empty'
    return
  fi
  backup=database_$(date -u +%Y%m%d_%H%M%S).sql
  # Under another name until it is complete. The newest backup before a deployment is also database_latest.sql
  # (a hard link); one before a rollback is of the bad release's time and no such one.
  # shellcheck disable=SC2016 # expanded inside the container
  quietly docker exec --user "$(id -u):$(id -g)" "$(container_of postgres)" sh -ec '
    umask 077; cd /backups/pre-deployment
    pg_dump -U chronos_user -Fc -f ".$0" chronos_financial
    mv ".$0" "$0"
    if [ -z "$1" ]; then ln -f "$0" .latest; mv -f .latest database_latest.sql; fi' "$backup" "${1-}" ||
    fail 'the backup failed; nothing has been deployed'
  say "backup    $backup"
}
