# Brings the target up: one service at a time in dependency order, each waited for; with SERVICES=all
# everything at once. Only the services named in IMAGES (service=image id) are looked at.
# ACTIONS (service=restart or service=recreate): what else than `up` is done, which recreates only what differs.
# AGAIN: services that do not run in what an earlier try has left, or has left alone: they come up. Where that had ended
# well, the others stay. AGAIN_IMAGES and AGAIN_REFERENCES are IMAGES and REFERENCES with those that were left alone.
# needs: step/step step/checks docker/containers docker/images docker/services docker/link-probes step/outages
# reads: ACTIONS AGAIN AGAIN_IMAGES AGAIN_REFERENCES DEFINITION IMAGES LINKS SERVICES
begin restart
was_well=''
if journaled end '"step":"restart","ok":true' >/dev/null; then was_well=yes; fi
if [[ -n ${AGAIN-} ]]; then IMAGES=$AGAIN_IMAGES REFERENCES=$AGAIN_REFERENCES; fi
# What comes up must be what was planned: the definition once more, now in its place, before the first container is touched.
if [[ -n ${DEFINITION-} ]]; then
  print_definition || fail restart.definition-unreadable 'Compose cannot read the definition that is checked out'
  sum=$(sha256sum <"$WORK/definition.yml")
  [[ ${sum%% *} == "$DEFINITION" ]] || fail restart.definition-changed 'the definition that is checked out is not the one that was planned; no container was touched'
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
    [[ $now != none && $now != "$before" && $(image_of "${now%% *}") == "$2" ]] && wait_for "$1" "$2" $(($(left) / 2))
    return
  fi
  put "$mark" printf '%s' "$now" || fail state.unwritable "it cannot be written down that $1 is started anew: $mark"
  fail_point restart.marked
  return 1
}
bring() {
  local pair
  if [[ " ${AGAIN-} " == *" $1 "* ]]; then
    up "$1"
    return
  fi
  if [[ -n $was_well ]]; then return; fi
  for pair in ${ACTIONS-}; do
    if [[ ${pair%%=*} != "$1" ]]; then continue; fi
    if is_anew "$1" "$2" "${pair#*=}"; then return; fi
    if [[ ${pair#*=} == restart ]]; then restart "$1" "$2"; else recreate "$1"; fi
    return
  done
  up "$1"
}
well() {
  if wait_for "$1" "$2"; then return; fi
  tell_why "$1"
  if [[ -n $hopeless ]]; then fail restart.crashed "$1 is not well: $hopeless"; fi
  fail restart.unhealthy "$1 is not healthy within $DEADLINE s: $state"
}

# The names first: whatever Compose brings up, it never finds the image that is being left. What each meant is on record,
# for an undo.
for pair in $IMAGES; do
  keep_meaning "${pair%%=*}" "$WORK/renamed" || fail state.unwritable "it cannot be written down what the image name of ${pair%%=*} means now: $WORK/renamed"
  give_name "${pair%%=*}" "${pair#*=}" || fail image.gone "the image of ${pair%%=*} is gone: ${pair#*=}"
done
fail_point restart.named
# What comes up may write to a restored database, which then is not taken back unasked: see app_ran.
if [[ -s $WORK/restored ]]; then
  put "$WORK/app-ran" now || fail state.unwritable "it cannot be written down that the app comes up: $WORK/app-ran"
fi
if [[ ${SERVICES-} == all && -z $was_well ]]; then
  bring_all_up || fail restart.not-started 'the deployment cannot be brought up'
fi
ran=() done_services=()
for pair in $IMAGES; do
  service=${pair%%=*} image=${pair#*=}
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
succeed "${done_services[*]:-nothing} up and healthy"
