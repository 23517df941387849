# Questions to the deployment's database as whoever has the name now, each for a few seconds at most.
# needs: docker/containers docker/exec
# gives: database_query error_in is_closed_off live_oid count_relations
# reads: DATABASE_NAME DATABASE_SERVICE DATABASE_USER

# database_query SQL [NAME=VALUE…]: asks the deployment's database through the container's own socket and client. In the SQL
# :'NAME' is the value as a literal, :"NAME" as an identifier. What others have made there under the name of one of
# PostgreSQL's functions is not called.
database_query() {
  local status=0 limit=10 pair
  local -a set=()
  for pair in "${@:2}"; do set+=(-v "$pair"); done
  if declare -F left >/dev/null && (($(left) < limit)); then limit=$(left); fi
  in_container_for "$limit" -i -e PGOPTIONS='-c search_path=pg_catalog' "$(container_of "$DATABASE_SERVICE")" \
    psql -XAtq -v ON_ERROR_STOP=1 "${set[@]}" -U "$DATABASE_USER" -d "$DATABASE_NAME" <<<"$1" || status=$?
  if ((status == 124)); then echo "no answer within $limit s" >&2; fi
  return "$status"
}

# error_in TEXT: the error in what a query that failed has said, where that is terse: its last line, behind warnings of the
# connection. Of a connection that cannot be made psql says nothing else, in several lines.
error_in() { if [[ $1 == psql:* ]]; then printf '%s' "$1"; else printf '%s' "${1##*$'\n'}"; fi; }

# is_closed_off: whether the server says of the database that nobody may be connected to it.
is_closed_off() {
  local name=$DATABASE_NAME neighbour=postgres
  if [[ $name == postgres ]]; then neighbour=template1; fi
  [[ $(DATABASE_NAME=$neighbour database_query "select 'closed' from pg_database where datname = :'name' and not datallowconn" "name=$name" 2>/dev/null || true) == closed ]]
}

# The oid of the database that has the name.
live_oid() { database_query 'select oid from pg_database where datname = current_database()'; }

# How many relations it has: whether it can be read.
count_relations() { database_query 'select count(*) from pg_class'; }
