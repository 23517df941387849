# Returns names of images and services to what they were before a rollback.
# untouched: whether that has come to no container. touched: whether services are to be brought up.
# needs: git/checkout docker/images docker/containers docker/services step/checks step/more-time step/deadline step/outages step/step
# gives: names_back bring_others_back files_are_back files_now services_back
# reads: ACTIONS COMMIT DIRECTORY FILES IMAGES OF OTHER_FILES RUNS STATE WELL

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
    if give_name "${pair%%=*}" "${pair#*=}"; then continue; fi
    if is_gone "${pair#*=}"; then
      failed image.gone "the image of ${pair%%=*} is gone: ${pair#*=}"
    else
      failed docker.failed "Docker does not give the image of ${pair%%=*} the name $(reference_of "${pair%%=*}"): ${refused:-no answer}"
    fi
  done
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
    COMING=("${pairs[@]:${#pairs[@]}-rest+1}")
    COMING=("${COMING[@]%%=*}")
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
