# Checks, each with what was seen. They say what is; the machine judges.
CHECKS='' FAILED=()

# check NAME yes|no EVIDENCE [no: it is not required]
check() {
  local ok=false required=true said
  said=$(redact "$3")
  if [[ $2 == yes ]]; then ok=true; fi
  if [[ ${4-} == no ]]; then required=false; fi
  CHECKS+="${CHECKS:+,}{\"name\":$(json_string "$1"),\"required\":$required,\"ok\":$ok,\"evidence\":$(json_string "$said")}"
  printf '%s: %s (%s)\n' "$1" "$2" "$said" || true
  if [[ $ok$required == falsetrue ]]; then FAILED+=("$1: $said"); fi
}

# same NAME GOT WANTED: passes when both are equal.
same() { if [[ $2 == "$3" ]]; then check "$1" yes "$2"; else check "$1" no "${2:-nothing} instead of $3"; fi; }

check_commit() { same 'commit' "$(local_commit HEAD || true)" "$COMMIT"; }

# check_service SERVICE IMAGE [SECONDS] [no]: its image, and its health when it had time to become well.
# With `no` health is told but not required.
check_service() {
  local ok=no restarts
  if wait_for "$1" '' "${3-}"; then ok=yes; fi
  if [[ -z $container ]]; then
    check "image of $1" no 'it has no container'
    return
  fi
  same "image of $1" "$(image_of "$container" || true)" "$2"
  restarts=$(docker inspect -f '{{.RestartCount}}' "$container" || true)
  check "health of $1" "$ok" "$state, restarted $restarts times by Docker${hopeless:+; $hopeless}" "${4-}"
}

# The database must be the same container (DATABASE; none when the plan makes a new one) on the same volumes
# (VOLUMES, words of the form name-or-source:destination, sorted).
check_database() {
  local container
  container=$(container_of "$DATABASE_SERVICE") || container=''
  if [[ -n ${DATABASE-} ]]; then same 'database container' "$container" "$DATABASE"; fi
  # Which one must be live after a swap restore has written down; after an undo it is the former one again.
  if [[ -n ${LIVE_OID-} && -n $container && ($STEP == undo || ! -s $WORK/restored) ]]; then
    same 'database' "$(database_query 'select oid from pg_database where datname = current_database()' 2>&1 || true)" "$LIVE_OID"
  fi
  if [[ -n ${VOLUMES-} ]]; then same 'database volume' "${container:+$(volumes_of "$container")}" "$VOLUMES"; fi
}
volumes_of() {
  docker inspect -f '{{range .Mounts}}{{if .Name}}{{.Name}}{{else}}{{.Source}}{{end}}:{{.Destination}}{{"\n"}}{{end}}' "$1" |
    sed '/^$/d' | sort | paste -sd ' '
}
