# Whether the database takes the credentials that services of a definition would come up with: by its network, as they do.
# needs: docker/containers docker/exec postgres/logins postgres/translations
# gives: refused_logins
# reads: DATABASE_SERVICE

# environments_in FILE: `SERVICE<tab>NAME<tab>VALUE` of each variable of a definition's services, a line each.
environments_in() {
  awk '
    /^[^ ]/ { inside = /^services:/ }
    !inside { next }
    /^  [^ ].*:$/ { service = $1; gsub(/[":]/, "", service); environment = 0; next }
    /^    [^ ]/ { environment = /^    environment:$/; next }
    environment && /^      [A-Za-z_][A-Za-z0-9_]*: / {
      name = $1; sub(/:$/, "", name)
      value = $0; sub(/^ *[^ ]+ /, "", value)
      if (value ~ /^".*"$/ || value ~ /^\x27.*\x27$/) value = substr(value, 2, length(value) - 2)
      gsub(/\$\$/, "$", value)
      print service "\t" name "\t" value
    }' "$1"
}

# is_refused: whether the server says no to that user and password; where it says nothing, or something else, nobody knows. What is
# secret goes by standard input: everybody can read command lines.
is_refused() {
  local said
  # shellcheck disable=SC2016 # expanded in the container
  said=$(printf '%s\n' "$user" "$password" "${name:-$user}" | in_container_for 10 -i "$(container_of "$DATABASE_SERVICE")" sh -c '
    IFS= read -r PGUSER; IFS= read -r PGPASSWORD; IFS= read -r PGDATABASE
    export PGUSER PGPASSWORD PGDATABASE PGCONNECT_TIMEOUT=5 LC_ALL=C
    exec psql -XAtq -h "$(hostname -i | cut -d " " -f 1)" -c "SELECT 1"' 2>&1 || true)
  grep -qE "$(refused_words)" <<<"$said"
}

# refused_logins FILE: the services of a definition whose credentials the database refuses, a line each.
refused_logins() {
  local service variable value all user password name
  local -A of_service
  if [[ -z $DATABASE_SERVICE || -z $(container_of "$DATABASE_SERVICE") ]]; then return 0; fi
  all=$(environments_in "$1")
  while IFS= read -r service; do
    of_service=()
    while IFS=$'\t' read -r _ variable value; do of_service[$variable]=$value; done < <(awk -F '\t' -v service="$service" '$1 == service' <<<"$all")
    if login_of of_service && is_refused; then printf '%s\n' "$service"; fi
  done < <(cut -f 1 <<<"$all" | sort -u | grep . || true)
}
