# Gets everything that the target needs while the deployment runs on: the commit, the images, and an
# image from which each link can be probed. Changes nothing that runs.
# IMAGES: service=image id, service=build or service=pull. REFERENCES: service=name in the Compose file.
begin prepare
SOURCE=$WORK/source
cleanup() { rm -rf "$SOURCE"; }

if ! local_commit "$COMMIT" >/dev/null; then
  remote=$(checkout_git remote | head -n 1)
  within checkout_git fetch --tags "$remote" '+refs/heads/*:refs/remotes/'"$remote"'/*' || fail "commit ${COMMIT:0:12} cannot be fetched from $remote"
  local_commit "$COMMIT" >/dev/null || fail "$remote no longer has commit ${COMMIT:0:12}"
fi

image_id() { docker image inspect -f '{{.Id}}' "$1" 2>/dev/null; }

reference_of() {
  local pair
  for pair in $REFERENCES; do
    if [[ ${pair%%=*} == "$1" ]]; then printf '%s' "${pair#*=}"; fi
  done
}

# Builds a service from the target's own sources, beside the checkout. The name that the build gives
# to its image goes back to the image that had it: nothing may come up with the new one by accident.
build() {
  local service=$1 reference before file built
  reference=$(reference_of "$service")
  before=$(image_id "$reference" || true)
  if [[ ! -d $SOURCE ]]; then
    mkdir -p "$SOURCE"
    checkout_git archive "$COMMIT" | tar -x -C "$SOURCE" || return 1
    for file in "$DIRECTORY"/.env* "$DIRECTORY"/*.env; do
      if [[ -f $file && ! -e $SOURCE/${file##*/} ]]; then cp -p "$file" "$SOURCE/"; fi
    done
  fi
  DIRECTORY=$SOURCE within compose build --build-arg "COMMIT=$COMMIT" "$service" || return 1
  built=$(image_id "$reference")
  if [[ -n $before && $before != "$built" ]]; then docker tag "$before" "$reference"; fi
  BUILT=$built
}

images=()
for pair in $IMAGES; do
  service=${pair%%=*} wanted=${pair#*=}
  case $wanted in
    build)
      build "$service" || fail "the image of $service cannot be built at ${COMMIT:0:12}"
      images+=("$service=$BUILT")
      ;;
    pull)
      reference=$(reference_of "$service")
      within docker pull -q "$reference" || fail "$reference cannot be pulled for $service"
      images+=("$service=$(image_id "$reference")")
      ;;
    *)
      image_id "$wanted" >/dev/null || fail "the image of $service is gone: $wanted"
      images+=("$service=$wanted")
      ;;
  esac
done
detail images "$(json_object "${images[@]}")"

# A link is probed from its own service's image; from the database's when that one has no HTTP client.
can_probe() {
  docker run --rm --network none --label "chronos-rollback.project=$PROJECT" --entrypoint sh "$1" \
    -c 'for tool in curl wget node python3 bash; do command -v $tool && exit 0; done; exit 1'
}
probes=()
for service in $LINKS; do
  image=$(image_of "$(container_of "$DATABASE_SERVICE")")
  for pair in "${images[@]}"; do
    if [[ ${pair%%=*} == "$service" ]] && can_probe "${pair#*=}"; then image=${pair#*=}; fi
  done
  can_probe "$image" || fail "no image at hand can probe the link of $service: none has sh and an HTTP client"
  probes+=("$service=$image")
done
detail probes "$(json_object "${probes[@]}")"

built=$(grep -oE '=(build|pull)' <<<"$IMAGES" | wc -l || true)
succeed "commit ${COMMIT:0:12} and ${#images[@]} images at hand, $built of them made now"
