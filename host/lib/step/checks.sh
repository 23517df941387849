# Checks, each with what was seen. They say what is; the machine judges.
# needs: docker/containers docker/compose docker/images docker/services step/more-time git/checkout git/private-copy journal/journal postgres/query secrets
# gives: check same is_secret check_commit check_service check_definitions check_files check_names has_image with_definition check_database
# reads: COMMIT COMPOSE DATABASE DATABASE_SERVICE DATA_PLACES LIVE_OID SCALE SECRET_CHECKS VOLUMES
CHECKS='' FAILED=() FAILED_CODES=()

# check CODE NAME yes|no|unknown EVIDENCE [no: it is not required]; unknown: it was not run, so it has neither passed nor failed.
check() {
  local ok=false required=true said name ran='' JSON
  said=$(redact "$4")
  if [[ $3 == yes ]]; then ok=true; fi
  if [[ $3 == unknown ]]; then ran=',"ran":false'; fi
  if [[ ${5-} == no ]]; then required=false; fi
  as_json "$2"
  name=$JSON
  as_json "$said"
  CHECKS+="${CHECKS:+,}{\"name\":$name,\"code\":\"$1\",\"required\":$required,\"ok\":$ok,\"evidence\":$JSON$ran}"
  printf '%s: %s (%s)\n' "$2" "$3" "$said" || true
  if [[ $ok$required == falsetrue ]]; then FAILED+=("$2: $said") FAILED_CODES+=("$1"); fi
}

# same CODE NAME GOT WANTED: passes when both are equal.
same() { if [[ $3 == "$4" ]]; then check "$1" "$2" yes "$3"; else check "$1" "$2" no "${3:-nothing} instead of $4"; fi; }

# Whether a check of critical functionality is secret.
is_secret() { [[ $'\n'${SECRET_CHECKS-}$'\n' == *$'\n'"${1#critical }"$'\n'* ]]; }

# Nothing where no commit is known, which is forty zeros.
check_commit() {
  if [[ $COMMIT =~ ^0+$ ]]; then return 0; fi
  same check.commit 'commit' "$(local_commit HEAD || true)" "$COMMIT"
}

# check_service SERVICE IMAGE [SECONDS] [no]: its image, and its health when it had time to become well.
# With `no` health is told but not required.
check_service() {
  local ok=no restarts
  if [[ ${4-} == no ]]; then
    if wait_for "$1" '' "${3-}"; then ok=yes; fi
  elif wait_as_allowed "$1" '' "${3-}"; then
    ok=yes
  fi
  if [[ $(count_of "$1") == 0 ]]; then
    same check.containers "containers of $1" "$(containers_of "$1" | wc -l)" 0
    return
  fi
  if [[ -z $container ]]; then
    check check.image "image of $1" no 'it has no container'
    return
  fi
  check_images "$1" "$2"
  if [[ " ${SCALE-}" == *" $1="* ]]; then same check.containers "containers of $1" "$(containers_of "$1" | wc -l)" "$(count_of "$1")"; fi
  restarts=$(restarts_of "$container" || true)
  if [[ $ok == no && ${4-} != no ]]; then tell_why "$1" || true; fi
  check check.health "health of $1" "$ok" "$state, restarted $restarts times by Docker${hopeless:+; $hopeless}" "${4-}"
}

# of_all SERVICE WANTED COMMAND: what the command tells of each of its containers, where all is as wanted; else what is not.
of_all() {
  local one told=''
  while read -r one; do
    told=$("$3" "$one" || true)
    if [[ $told != "$2" ]]; then break; fi
  done < <(containers_of "$1")
  printf '%s' "$told"
}

# has_image SERVICE IMAGE: whether each of its containers, of which there is one at least, is of that image.
has_image() { [[ $(of_all "$1" "$2" image_of) == "$2" ]]; }

# check_images SERVICE IMAGE: the image of each of its containers; told is the one that is another, if any.
check_images() { same check.image "image of $1" "$(of_all "$1" "$2" image_of)" "$2"; }

# with_definition COMMAND…: runs it with the definition in the checkout, as Compose prints it, in the file `$private/definition`:
# it may have secrets in it, so it is kept nowhere. Fails where Compose cannot read it, or the command does.
with_definition() {
  local status=0
  make_private || return 1
  { definition >"$private/definition" 2>"$private/said" && "$@"; } || status=$?
  rm -rf -- "$private"
  return "$status"
}

print_hashes() { hashes_of "$private/definition"; }

# check_definitions SERVICE…: whether each of their containers was made by the definition that is checked out, by Compose's own
# hash of it: environment, command, mounts, ports and all else that is in it.
check_definitions() {
  local service wanted hash
  local -A hashes=()
  if [[ $COMPOSE != v2 ]]; then return 0; fi
  while read -r service hash; do hashes[$service]=$hash; done < <(with_definition print_hashes 2>/dev/null || true)
  for service in "$@"; do
    if [[ $(count_of "$service") == 0 ]]; then continue; fi
    wanted=${hashes[$service]-}
    hash=$(of_all "$service" "$wanted" hash_of)
    same check.definition "definition of $service" "${hash:0:12}" "${wanted:0:12}"
  done
}

# check_names SERVICE=IMAGE…: whether the name by which Compose asks for each image means that image: else the deployment's
# ordinary command would bring up another one.
check_names() {
  local pair reference
  for pair in "$@"; do
    reference=$(reference_of "${pair%%=*}")
    if [[ -n $reference && $reference != *@* ]]; then same check.image-name "image name of ${pair%%=*}" "$(image_id "$reference" || true)" "${pair#*=}"; fi
  done
}

# check_files SERVICE…: whether each of their containers was made after the checkout had moved, and has mounted the very files
# that the checkout has now, which are the commit's.
check_files() {
  local service one moved again wrong
  moved=$(journaled end '"step":"revert","ok":true' | tail -n 1 | sed -nE 's/.*"at":"([^"]*)".*/\1/p')
  again=$(last_moved)
  # The reflog has whole seconds.
  if [[ -n $moved && ${again%Z} > ${moved%.*} ]]; then moved=$again; fi
  for service in "$@"; do
    wrong=''
    while read -r one; do
      wrong=$(wrong_file "$one" "$moved")
      if [[ -n $wrong ]]; then break; fi
    done < <(containers_of "$service")
    check check.files "files of $service" "$(if [[ -z $wrong ]]; then echo yes; else echo no; fi)" "${wrong:-made after the checkout had moved, at $moved; mounted is what it has at ${COMMIT:0:12}}"
  done
}

# When HEAD last came from another commit, by the reflog; nothing where that does not tell.
last_moved() {
  TZ=UTC0 checkout_git reflog show --date=format-local:%Y-%m-%dT%H:%M:%SZ --format='%H %gd' -n 100 HEAD -- 2>/dev/null |
    sed -E 's/HEAD@\{(.*)\}/\1/' | awk 'hash != "" && $1 != hash { print at; exit } { hash = $1; at = $2 }' || true
}

# wrong_file CONTAINER TIME: what speaks against the files that a container has mounted, made before that time or other ones.
# A file that git has written anew is another one, of which a container that was there before has the former.
wrong_file() {
  local made pid source place path top
  made=$(made_at "$1" || true)
  if [[ -z $2 || -z $made || ${made%Z} < ${2%Z} ]]; then
    printf 'its container was made %s, and the checkout moved %s' "${made:-at a time that nobody knows}" "${2:-at a time that nobody knows}"
    return
  fi
  pid=$(process_of "$1" || true)
  top=$(checkout_git rev-parse --show-toplevel)
  while IFS=$'\t' read -r source place; do
    if [[ -n $pid && -e /proc/$pid/root && $(stat -Lc %d:%i -- "/proc/$pid/root$place" 2>/dev/null || true) != $(stat -Lc %d:%i -- "$source" 2>/dev/null || true) ]]; then
      printf '%s in its container is not %s as it is now' "$place" "$source"
      return
    fi
    # A link, and what it leads to.
    for path in "$(realpath -ms --relative-to="$top" -- "$source")" "$(realpath -m --relative-to="$top" -- "$source")"; do
      if [[ $path != ../* ]] && ! checkout_git --literal-pathspecs -C "$top" diff --quiet --ignore-submodules=all "$COMMIT" -- "$path" 2>/dev/null; then
        printf '%s differs from %s' "$path" "${COMMIT:0:12}"
        return
      fi
    done
  done < <(binds_of "$1" && devices_of "$1")
}

# The database must be the same container (DATABASE; none when the plan makes a new one) on the same volumes
# (VOLUMES, words of the form name-or-source:destination, sorted). One that the plan has made has its data in DATA_PLACES, a line each.
check_database() {
  local container answer place
  if [[ -z $DATABASE_SERVICE ]]; then return 0; fi
  container=$(container_of "$DATABASE_SERVICE") || container=''
  if [[ -n ${DATABASE-} ]]; then same check.database-container 'database container' "$container" "$DATABASE"; fi
  # Which one must be live after a swap restore has written down; after an undo it is the former one again.
  if [[ -n ${LIVE_OID-} && -n $container && ($STEP == undo || ! -s $WORK/restored) ]]; then
    take_answer live_oid || true
    same check.database 'database' "$answer" "$LIVE_OID"
  fi
  if [[ -n ${VOLUMES-} ]]; then same check.database-volume 'database volume' "${container:+$(volumes_of "$container")}" "$VOLUMES"; fi
  if [[ -z ${DATA_PLACES-} ]]; then return 0; fi
  answer=${container:+$(volumes_of "$container")}
  while IFS= read -r place; do
    if [[ " $answer " == *" $place "* ]]; then answer=$place; break; fi
  done <<<"$DATA_PLACES"
  same check.database-volume 'database volume' "$answer" "${place:-$DATA_PLACES}"
}
