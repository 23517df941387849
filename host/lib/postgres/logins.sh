# How a service logs in to the database, by its variables.
# gives: login_of
# reads: DATABASE_NAME DATABASE_SERVICE DATABASE_USER

# What stands in an address in the place of characters of its own.
from_address() {
  if [[ $1 == *\\* || $1 =~ %([^0-9a-fA-F]|.[^0-9a-fA-F]|.?$) ]]; then printf '%s' "$1"; else printf '%b' "${1//%/\\x}"; fi
}

# login_of TABLE: sets `user`, `password` and `name` to what a service's variables say of the database; fails where they name
# none, or another server.
login_of() {
  local -n values=$1
  local variable prefix address='^postgres(ql)?(\+[a-z0-9]+)?://([^:/@]+):([^/@]+)@([^:/?]+)(:[0-9]+)?/([^?]*)'
  for variable in "${!values[@]}"; do
    if [[ ${values[$variable]} =~ $address && ${BASH_REMATCH[5]} == "$DATABASE_SERVICE" ]]; then
      user=${BASH_REMATCH[3]} password=${BASH_REMATCH[4]} name=${BASH_REMATCH[7]}
      user=$(from_address "$user") password=$(from_address "$password") name=$(from_address "$name")
      return
    fi
  done
  for prefix in PG DB_ DATABASE_ POSTGRES_; do
    if [[ ${values[${prefix}HOST]-} != "$DATABASE_SERVICE" || -z ${values[${prefix}PASSWORD]-} ]]; then continue; fi
    user=${values[${prefix}USER]-${values[${prefix}USERNAME]-$DATABASE_USER}}
    password=${values[${prefix}PASSWORD]} name=${values[${prefix}DATABASE]-${values[${prefix}NAME]-$DATABASE_NAME}}
    return
  done
  return 1
}
