#!/bin/bash
# Starts PostgreSQL; on an empty data directory makes the cluster, the user and the database first.
set -euo pipefail

prepare_as_root() {
  mkdir -p "$PGDATA" /run/postgresql
  chmod 700 "$PGDATA"
  find "$PGDATA" \! -user postgres -exec chown postgres:postgres {} +
  chown postgres:postgres /run/postgresql
  chmod 3777 /run/postgresql
}

# The value of $1, or the content of the file that ${1}_FILE names.
setting() {
  local file="$1_FILE"
  if [[ -n ${!file:-} ]]; then cat "${!file}"; else printf '%s' "${!1:-}"; fi
}

make_cluster() {
  local user password database method arguments
  user=$(setting POSTGRES_USER); user=${user:-postgres}
  password=$(setting POSTGRES_PASSWORD)
  database=$(setting POSTGRES_DB); database=${database:-$user}
  method=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}
  if [[ -z $password && $method != trust ]]; then
    echo 'POSTGRES_PASSWORD is needed to make a database (or POSTGRES_HOST_AUTH_METHOD=trust).' >&2
    exit 1
  fi
  read -ra arguments <<< "${POSTGRES_INITDB_ARGS:-}"
  initdb --username="$user" --pwfile=<(printf '%s\n' "$password") --auth-local=trust "${arguments[@]}"
  printf 'host all all all %s\n' "$method" >> "$PGDATA/pg_hba.conf"
  [[ $database == postgres ]] && return
  pg_ctl -w start -o "-c listen_addresses=''" -s
  createdb --username="$user" --maintenance-db=postgres "$database"
  pg_ctl -w stop -m fast -s
}

[[ ${1:-} == -* ]] && set -- postgres "$@"
if [[ ${1:-} == postgres ]]; then
  if [[ $(id -u) == 0 ]]; then
    prepare_as_root
    exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
  fi
  [[ -s $PGDATA/PG_VERSION ]] || make_cluster
fi
exec "$@"
