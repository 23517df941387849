# Takes back what rollback OF began, whether it ended or not: the names of images, the checkout with its
# local modifications, the database, the services. Each part is looked at as it stands, so that a copy of us that was cut
# off anywhere can be followed by another; each is tried though another failed.
# COMMIT: where to come back to. IMAGES (service=image): what ran before, by REFERENCES (service=name).
# WELL: the services that were well, of which alone health is required. ACTIONS (service=recreate): what reads files that
# the target had in another state. OTHER_FILES: the Compose files of what is left, where they are called otherwise than FILES.
# RUNS (service=commit): what ran another release than the one that was checked out.
# needs: step/step git/checkout docker/images docker/services docker/take-down step/checks git/lock git/stash
# needs: step/outages postgres/undo-restore
# reads: ACTIONS COMMIT DIRECTORY FILES IMAGES OF OTHER_FILES ROLLBACK RUNS STATE WELL
begin undo

theirs="chronos-rollback $OF" ours="chronos-rollback $ROLLBACK undo" kept=''
# failed CODE WHAT: a part that could not be taken back.
failed() {
  printf 'not taken back: %s%s\n' "$2" "$TIMED_OUT"
  FAILED+=("$2$TIMED_OUT") FAILED_CODES+=("$1")
  TIMED_OUT=''
}
began() { ROLLBACK=$OF journaled begin "\"step\":\"($1)\"" >/dev/null; }
ROLLBACK=$OF journaled attempt >/dev/null || fail rollback.unknown "the journal of this host knows no rollback $OF"

# Whether that rollback has come to no container: neither stop, restore nor a deploy script has begun, and restart, if it
# has, had not gone so far.
untouched=''
if ! began 'stop|restore' && [[ ! -e $STATE/$OF/script ]] && { ! began restart || [[ -e $STATE/$OF/untouched ]]; }; then untouched=yes; fi
# is_as_it_was SERVICE IMAGE: then nothing of it is to be brought up, and its health is not of our making. What was well and
# does not run any more, somebody else has stopped: it comes up.
is_as_it_was() {
  local container
  if [[ -z $untouched ]] || ! container=$(container_of "$1") || [[ -z $container ]] || ! has_image "$1" "$2"; then return 1; fi
  [[ " $WELL " != *" $1 "* ]] || ! is_down "$container" || is_done "$container"
}

names_back() {
  local pair
  give_back "$STATE/$OF/names" || failed undo.names-lost 'the names of images as they were before a build'
  give_back "$STATE/$OF/renamed" || failed undo.names-lost 'the names of images as they were before the restart'
  for pair in $IMAGES; do
    if is_as_it_was "${pair%%=*}" "${pair#*=}"; then continue; fi
    give_name "${pair%%=*}" "${pair#*=}" || failed image.gone "the image of ${pair%%=*} is gone: ${pair#*=}"
  done
}

# What steps/revert.sh wrote down before the first file changed: its target, and the branch that it left.
target='' branch=''
read_mark() {
  if [[ -s $STATE/$OF/checkout ]]; then { read -r target && { read -r branch || true; }; } <"$STATE/$OF/checkout"; fi
}

# Modifications that are not the rollback's get a stash of their own: somebody made them since.
put_aside() {
  if ! modified; then return 0; fi
  stash_away "$ours" && kept+=", local modifications made since are in the stash \"$ours\""
}

# Back at COMMIT, on the branch of then where it still is there, without modifications.
move_back() {
  local aside
  local -a to=(--detach "$COMMIT" --)
  # Git takes a branch whose name begins with "-" for an option.
  if [[ -n $branch && $branch != -* && $(local_commit "refs/heads/$branch" || true) == "$COMMIT" ]]; then to=("$branch" --); fi
  within checkout_git checkout --no-overwrite-ignore "${to[@]}" && return
  aside=$kept kept=''
  take_back_half "$COMMIT" || { kept=$aside; return 1; }
  if ! put_leftovers_aside || ! unstash "$ours"; then kept=$aside$kept; fi
  return 1
}

# The commit of the release that a service ran, where that is not the one to come back to.
other_release() {
  local pair
  for pair in ${RUNS-}; do
    if [[ ${pair%%=*} == "$1" ]]; then printf '%s' "${pair#*=}"; fi
  done
}
# What ran another release comes up from the files of that one, on the way back to COMMIT.
brought=''
bring_others_back() {
  local pair service commit
  for pair in $IMAGES; do
    service=${pair%%=*}
    commit=$(other_release "$service")
    if [[ -z $commit ]] || is_as_it_was "$service" "${pair#*=}"; then continue; fi
    if [[ -z ${recorder-} ]]; then record_outages; fi
    if [[ $(local_commit HEAD || true) != "$commit" ]] && ! within checkout_git checkout --no-overwrite-ignore --detach "$commit" --; then
      failed undo.checkout-failed "the release of $service: commit ${commit:0:12} cannot be checked out"
      continue
    fi
    bring_back "$service" || failed undo.not-started "$service cannot be brought up"
    brought+=" $service "
  done
}

checkout_back() {
  local stash
  read_mark
  stash=$(stash_named "$theirs") || { failed undo.stash-failed "the checkout: its stashes cannot be listed"; return; }
  if [[ -z $stash$target && $(local_commit HEAD || true) == "$COMMIT" ]]; then return; fi
  free_checkout || { failed git.busy "the checkout: $held"; return; }
  if [[ $(local_commit HEAD || true) == "$COMMIT" ]]; then
    # Cut off before its modifications were taken out, or after they were put back.
    if [[ -n $stash ]] && modified && checkout_git diff --quiet --ignore-submodules=all "$stash" --; then
      checkout_git stash drop --quiet "$stash" || failed undo.stash-failed "the stash \"$theirs\" cannot be dropped"
      return
    fi
    if [[ -n $target ]]; then
      take_back_half "$target" || { failed undo.checkout-blocked "the checkout: $blocked is in the way"; return; }
    fi
    put_aside || { failed undo.stash-failed 'the local modifications, which cannot be stashed'; return; }
    # Somebody has gone back to the commit alone.
    if [[ -n $branch ]] && ! checkout_git symbolic-ref -q HEAD >/dev/null && ! move_back; then
      failed undo.checkout-failed "the checkout: branch $branch cannot be checked out"
      return
    fi
  else
    # A copy of us may have been cut off on its way.
    if (($(journaled begin '"step":"undo"' | wc -l) > 1)); then
      take_back_half "$COMMIT" || { failed undo.checkout-blocked "the checkout: $blocked is in the way"; return; }
    fi
    put_aside || { failed undo.stash-failed 'the checkout: local modifications made since cannot be stashed'; return; }
    fail_point undo.put-aside
    bring_others_back
    move_back || { failed undo.checkout-failed "the checkout: commit ${COMMIT:0:12} cannot be checked out"; return; }
  fi
  fail_point undo.moved
  # From here on only the stash is left to do, should we be cut off.
  rm -f "$STATE/$OF/checkout"
  fail_point undo.unmarked
  unstash "$theirs" || failed undo.modifications-kept "the local modifications: they stay in the stash \"$theirs\", which does not fit"
}

# Compose runs with the files of the commit come back to, or not at all.
files_are_back() {
  local -a files
  read -ra files <<<"$FILES"
  [[ $(local_commit HEAD || true) == "$COMMIT" ]] || (cd "$DIRECTORY" && checkout_git --literal-pathspecs diff --quiet "$COMMIT" -- "${files[@]}")
}

# The Compose files that the checkout has, before it comes back or after.
files_now() {
  local file
  for file in ${OTHER_FILES:-$FILES}; do
    if [[ ! -e $DIRECTORY/$file ]]; then
      printf '%s' "$FILES"
      return
    fi
  done
  printf '%s' "${OTHER_FILES:-$FILES}"
}

# What restart has made anew, since files that it reads had changed, is made anew once more, and once only however often
# we are cut off; all else Compose recreates where it differs.
bring_back() {
  local mark=$WORK/renewed-$1 now
  if [[ " ${ACTIONS-} " != *" $1=recreate "* || ! -e $STATE/$OF/anew-$1 ]]; then
    up "$1" || recreate "$1"
    return
  fi
  now=$(container_of "$1") || return 1
  if [[ ! -e $mark ]]; then put "$mark" printf '%s' "$now" || return 1; fi
  if [[ -n $now && $now != "$(<"$mark")" ]]; then up "$1" && return; fi
  recreate "$1"
}

# Each service has its share of the time that is left, so that one that hangs takes none from the others;
# what was not brought up is only looked at.
services_back() {
  local pair service seconds rest as_it_was
  local -a pairs
  read -ra pairs <<<"$IMAGES"
  rest=${#pairs[@]}
  for pair in "${pairs[@]}"; do
    service=${pair%%=*} seconds=3 as_it_was=''
    if is_as_it_was "$service" "${pair#*=}"; then
      as_it_was=yes
    elif [[ $brought == *" $service "* ]] || { [[ -n $(other_release "$service") ]] && has_image "$service" "${pair#*=}"; }; then
      seconds=$(($(left) / rest))
    elif [[ -n $touched ]]; then
      if bring_back "$service"; then seconds=$(($(left) / rest)); else failed undo.not-started "$service cannot be brought up"; fi
      fail_point undo.up
    fi
    if [[ -z $as_it_was && " $WELL " == *" $service "* ]]; then
      check_service "$service" "${pair#*=}" "$seconds"
    else
      check_service "$service" "${pair#*=}" 3 no
    fi
    rest=$((rest - 1))
  done
}

if began restore; then
  # Nobody of the deployment may write to either database while they change places.
  read -ra apps < <(sed -E 's/=[^ ]*//g' <<<"$IMAGES"; echo)
  record_outages
  if ((${#apps[@]})); then FILES=$(files_now) stop_services "${apps[@]}" || failed undo.not-stopped "${apps[*]} cannot be stopped"; fi
  fail_point undo.stopped
  database_back
  fail_point undo.database-back
fi
if began 'prepare|restart|revert'; then names_back; fi
if [[ -n $lost ]]; then
  failed undo.waits-for-database 'the checkout and the services, which wait for the database'
elif began revert; then
  checkout_back
fi
touched=''
if [[ -z $lost ]] && began 'stop|revert|restart'; then
  if files_are_back; then
    if [[ -z ${recorder-} ]]; then record_outages; fi
    touched=yes
    fail_point undo.unstashed
  else
    failed undo.waits-for-checkout "the services: the Compose files in the checkout are not those of ${COMMIT:0:12}"
  fi
fi
if [[ -z $lost ]]; then
  check_commit
  services_back
  check_database
fi

detail checks "[$CHECKS]"
if ((${#FAILED[@]} == 0)); then succeed "as before at ${COMMIT:0:12}$kept"; fi
detail failures "$(json_array "${FAILED[@]}")"
detail failureCodes "$(json_array "${FAILED_CODES[@]}")"
fail "${FAILED_CODES[0]}" "not everything is as before: $(printf '%s; ' "${FAILED[@]}" | sed 's/; $//')$kept"
