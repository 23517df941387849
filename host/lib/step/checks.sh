# Checks, each with what was seen. They say what is; the machine judges.
# needs: docker/containers docker/services git/checkout postgres/query secrets
# gives: check same check_commit check_service check_database
# reads: COMMIT DATABASE DATABASE_SERVICE LIVE_OID VOLUMES
CHECKS='' FAILED=() FAILED_CODES=()

# check CODE NAME yes|no EVIDENCE [no: it is not required]
check() {
  local ok=false required=true said name JSON
  said=$(redact "$4")
  if [[ $3 == yes ]]; then ok=true; fi
  if [[ ${5-} == no ]]; then required=false; fi
  as_json "$2"
  name=$JSON
  as_json "$said"
  CHECKS+="${CHECKS:+,}{\"name\":$name,\"code\":\"$1\",\"required\":$required,\"ok\":$ok,\"evidence\":$JSON}"
  printf '%s: %s (%s)\n' "$2" "$3" "$said" || true
  if [[ $ok$required == falsetrue ]]; then FAILED+=("$2: $said") FAILED_CODES+=("$1"); fi
}

# same CODE NAME GOT WANTED: passes when both are equal.
same() { if [[ $3 == "$4" ]]; then check "$1" "$2" yes "$3"; else check "$1" "$2" no "${3:-nothing} instead of $4"; fi; }

check_commit() { same check.commit 'commit' "$(local_commit HEAD || true)" "$COMMIT"; }

# check_service SERVICE IMAGE [SECONDS] [no]: its image, and its health when it had time to become well.
# With `no` health is told but not required.
check_service() {
  local ok=no restarts
  if wait_for "$1" '' "${3-}"; then ok=yes; fi
  if [[ -z $container ]]; then
    check check.image "image of $1" no 'it has no container'
    return
  fi
  same check.image "image of $1" "$(image_of "$container" || true)" "$2"
  restarts=$(restarts_of "$container" || true)
  check check.health "health of $1" "$ok" "$state, restarted $restarts times by Docker${hopeless:+; $hopeless}" "${4-}"
}

# The database must be the same container (DATABASE; none when the plan makes a new one) on the same volumes
# (VOLUMES, words of the form name-or-source:destination, sorted).
check_database() {
  local container
  if [[ -z $DATABASE_SERVICE ]]; then return 0; fi
  container=$(container_of "$DATABASE_SERVICE") || container=''
  if [[ -n ${DATABASE-} ]]; then same check.database-container 'database container' "$container" "$DATABASE"; fi
  # Which one must be live after a swap restore has written down; after an undo it is the former one again.
  if [[ -n ${LIVE_OID-} && -n $container && ($STEP == undo || ! -s $WORK/restored) ]]; then
    same check.database 'database' "$(live_oid 2>&1 || true)" "$LIVE_OID"
  fi
  if [[ -n ${VOLUMES-} ]]; then same check.database-volume 'database volume' "${container:+$(volumes_of "$container")}" "$VOLUMES"; fi
}
