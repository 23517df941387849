# Brings the target up: one service at a time in dependency order, each waited for; with SERVICES=all
# everything at once. Only the services named in IMAGES (service=image id) are looked at.
# ACTIONS (service=restart or service=recreate): what else than `up` is done, which recreates only what differs.
# A service that is restarted keeps its containers, and its image name what it means; Compose brings it up only where they are
# not as planned, and never with CONTAINERS_ONLY.
# AGAIN: services that do not run in what an earlier try has left, or has left alone: they come up. Where that had ended
# well, the others stay. AGAIN_IMAGES and AGAIN_REFERENCES are IMAGES and REFERENCES with those that were left alone.
# needs: step/step step/checks docker/containers docker/images docker/services docker/health-checks docker/link-probes docker/data-places step/more-time step/outages
# DATA_PLACES: what holds the data of a database that gets a container; that must be there.
# reads: ACTIONS AGAIN AGAIN_IMAGES AGAIN_REFERENCES CONTAINERS_ONLY DATABASE_SERVICE DATA_PLACES DEFINITION IMAGES LINKS SERVICES
begin restart
was_well=''
if journaled end '"step":"restart","ok":true' >/dev/null; then was_well=yes; fi
if [[ -n ${AGAIN-} ]]; then IMAGES=$AGAIN_IMAGES REFERENCES=$AGAIN_REFERENCES; fi
# As long as this stands there, restart has come to no container: undo then has nothing to bring up. Written by the first
# try alone, whose predecessor nobody knows.
if (($(journaled begin '"step":"restart"' | wc -l) == 1)); then put "$WORK/untouched" now || true; fi
sum_of_definition() { sha256sum <"$private/definition"; }
# What comes up must be what was planned: the definition once more, now in its place, before the first container is touched.
if [[ -n ${DEFINITION-} ]]; then
  sum=$(with_definition sum_of_definition) || fail restart.definition-unreadable 'Compose cannot read the definition that is checked out'
  [[ ${sum%% *} == "$DEFINITION" ]] || fail restart.definition-changed 'the definition that is checked out is not the one that was planned; no container was touched'
fi
# A database that has no container never comes up on nothing: it would be a new, empty one.
if [[ -n ${DATA_PLACES-} && -n $DATABASE_SERVICE && -z $(container_of "$DATABASE_SERVICE") ]]; then
  nowhere=$(no_data_at)
  [[ -z $nowhere ]] || fail database.volume-gone "the data of $DATABASE_SERVICE is not in $nowhere any more; no container was touched"
fi
record_outages

# What a service runs in and since when; `none` where it has no container. Fails where Docker does not say.
seen() {
  local container
  container=$(container_of "$1") || return 1
  if [[ -n $container ]]; then started_of "$container"; else echo none; fi
}
# is_anew SERVICE IMAGE restart|recreate: whether a copy of us that was cut off has already started the service anew and
# it becomes well: then it is not taken away once more. What was there before is written down by the first copy.
is_anew() {
  local mark=$WORK/anew-$1 now before
  now=$(seen "$1") || fail docker.failed "it cannot be seen what $1 runs in, so it is not started anew"
  if [[ -e $mark ]]; then
    before=$(<"$mark")
    # Docker itself may have started a container again, which is no new one.
    if [[ $3 == recreate ]]; then now=${now%% *} before=${before%% *}; fi
    [[ $now != none && $now != "$before" && $(image_of "${now%% *}") == "$2" ]] &&
      { wait_for "$1" "$2" $(($(left) / 2)) || (($(start_left "$1") > 0)); }
    return
  fi
  put "$mark" printf '%s' "$now" || fail state.unwritable "it cannot be written down that $1 is started anew: $mark"
  fail_point restart.marked
  return 1
}
# action_of SERVICE: how it comes up: up, restart or recreate.
action_of() {
  local pair
  if [[ " ${AGAIN-} " != *" $1 "* || -n ${CONTAINERS_ONLY-} ]]; then
    for pair in ${ACTIONS-}; do
      if [[ ${pair%%=*} == "$1" ]]; then
        printf '%s' "${pair#*=}"
        return
      fi
    done
  fi
  printf up
}
# name_image SERVICE IMAGE: Compose finds no other image for the service. What its name meant is on record, for an undo.
name_image() {
  keep_meaning "$1" "$WORK/renamed" || fail state.unwritable "it cannot be written down what the image name of $1 means now: $WORK/renamed"
  if give_name "$1" "$2"; then return; fi
  if is_gone "$2"; then fail image.gone "the image of $1 is gone: $2"; fi
  fail docker.failed "Docker does not give the image of $1 the name $(reference_of "$1"): ${refused:-no answer}"
}
# Its containers as they are; new ones where they cannot be restarted.
restart_or_recreate() {
  if restart "$1" "$2"; then return; fi
  if [[ -n ${CONTAINERS_ONLY-} ]]; then
    printf '%s cannot be restarted as it is, and no definition can be relied on\n' "$1"
    return 1
  fi
  printf '%s cannot be restarted as it is: recreated\n' "$1"
  name_image "$1" "$2"
  recreate "$1"
}
bring() {
  local action
  if [[ -n $was_well && " ${AGAIN-} " != *" $1 "* ]]; then return; fi
  action=$(action_of "$1")
  if [[ $action != up ]] && is_anew "$1" "$2" "$action"; then return; fi
  case $action in
    restart) restart_or_recreate "$1" "$2" ;;
    recreate) recreate "$1" ;;
    *) up "$1" ;;
  esac
}
well() {
  if wait_as_allowed "$1" "$2"; then return; fi
  tell_why "$1"
  if [[ -n $hopeless ]]; then fail restart.crashed "$1 is not well: $hopeless"; fi
  fail restart.unhealthy "$1 is not healthy within $DEADLINE s: $state$EXTENSION"
}

# All at once, where Compose itself waits for what others depend on: one that starts slowly has the time that it is allowed.
all_up() {
  local one index
  if bring_all_up "${services[@]}"; then return; fi
  for index in "${!services[@]}"; do
    one=${services[index]} COMING=("${services[@]:0:index}" "${services[@]:index+1}")
    if take_more_time "$one"; then
      bring_all_up "${services[@]}"
      return
    fi
  done
  return 1
}

# The names first: whatever Compose brings up, it never finds the image that is being left. What each meant is on record,
# for an undo.
for pair in $IMAGES; do
  if [[ $(action_of "${pair%%=*}") != restart ]]; then name_image "${pair%%=*}" "${pair#*=}"; fi
done
fail_point restart.named
# What comes up may write to a restored database, which then is not taken back unasked: see app_ran.
if [[ -s $WORK/restored ]]; then
  put "$WORK/app-ran" now || fail state.unwritable "it cannot be written down that the app comes up: $WORK/app-ran"
fi
rm -f "$WORK/untouched" || fail state.unwritable "it cannot be written down that containers are touched: $WORK/untouched"
if [[ ${SERVICES-} == all && -z $was_well ]]; then
  read -ra services <<<"$(names_in "$IMAGES")"
  all_up || fail restart.not-started 'the deployment cannot be brought up'
fi
ran=() done_services=()
read -ra COMING <<<"$(names_in "$IMAGES")"
for pair in $IMAGES; do
  service=${pair%%=*} image=${pair#*=}
  COMING=("${COMING[@]:1}")
  if [[ ${SERVICES-} != all || -n $was_well ]]; then bring "$service" "$image" || fail restart.not-started "$service cannot be brought up"; fi
  fail_point restart.up
  well "$service" "$image"
  fail_point restart.well
  done_services+=("$service") ran+=("$service=$container")
done

if [[ -n ${LINKS-} ]]; then
  find_probes "$IMAGES" || fail step.no-probe "no image at hand can probe the link of $unprobed: none has sh and an HTTP client"
  detail probes "$probes"
fi
detail containers "$(json_object "${ran[@]}")"
succeed "${done_services[*]:-nothing} up and healthy$EXTENSION"
