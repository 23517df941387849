# Gets everything that the target needs while the deployment runs on: the commit, the images, and an
# image from which each link can be probed. Changes nothing that runs.
# IMAGES: service=image id, service=build or service=pull. REFERENCES: service=name in the Compose file.
begin prepare

image_id() { docker image inspect -f '{{.Id}}' "$1" 2>/dev/null; }

# A build or a pull gives its image a name that the running image has: the name goes back, or what comes
# up by accident would be the new one. Who had it is on record, for a copy of us that was killed.
give_back() {
  local before reference
  if [[ ! -f $WORK/names ]]; then return 0; fi
  while read -r before reference; do
    if [[ $(image_id "$reference") != "$before" ]]; then docker tag "$before" "$reference"; fi
  done <"$WORK/names"
  rm "$WORK/names"
}
remove_sources() {
  if [[ -s $WORK/build ]]; then rm -rf -- "$(<"$WORK/build")"; fi
  rm -f "$WORK/build"
}
cleanup() {
  give_back || true
  remove_sources
}
cleanup

if ! local_commit "$COMMIT" >/dev/null; then
  remote=$(remote_of)
  [[ -n $remote ]] || fail "commit ${COMMIT:0:12} is gone, and the checkout has no remote"
  # It also fails when a tag stands elsewhere there; what counts is whether the commit has come.
  within remote_git fetch --tags "$remote" '+refs/heads/*:refs/remotes/'"$remote"'/*' || true
  local_commit "$COMMIT" >/dev/null || fail "commit ${COMMIT:0:12} cannot be fetched from $remote"
fi

reference_of() {
  local pair
  for pair in $REFERENCES; do
    if [[ ${pair%%=*} == "$1" ]]; then printf '%s' "${pair#*=}"; fi
  done
}

# obtain SERVICE COMMAND…: runs what makes the service's image and sets `obtained` to that image's id.
obtain() {
  local service=$1 reference before
  shift
  reference=$(reference_of "$service")
  if before=$(image_id "$reference"); then printf '%s %s\n' "$before" "$reference" >>"$WORK/names"; fi
  within "$@" || return 1
  if ! obtained=$(image_id "$reference"); then
    printf 'no image is called %s after: %s\n' "$reference" "$*"
    return 1
  fi
}

# The target's sources beside the checkout, as a checkout would have them (an archive leaves out what is
# marked export-ignore), and the environment files that git does not have. Sets `sources`.
take_sources() {
  local build
  build=$(mktemp -d)
  printf '%s' "$build" >"$WORK/build"
  chown --reference="$DIRECTORY" "$build"
  GIT_INDEX_FILE=$build/index checkout_git read-tree "$COMMIT" || return 1
  GIT_INDEX_FILE=$build/index checkout_git checkout-index --all --prefix="$build/source/" || return 1
  sources=$build/source/$(checkout_git rev-parse --show-prefix)
  checkout_git ls-files -z --others -- ':(glob)**/.env*' ':(glob)**/*.env' |
    (cd "$DIRECTORY" && xargs -0 -r cp -p --parents --no-clobber -t "$sources" --)
}

# Builds a service from the target's own sources.
build() {
  if [[ -z ${sources-} ]]; then take_sources || return 1; fi
  DIRECTORY=$sources obtain "$1" compose build --build-arg "COMMIT=$COMMIT" "$1"
}

images=()
for pair in $IMAGES; do
  service=${pair%%=*} wanted=${pair#*=}
  case $wanted in
    build)
      build "$service" || fail "the image of $service cannot be built at ${COMMIT:0:12}"
      images+=("$service=$obtained")
      ;;
    pull)
      obtain "$service" docker pull -q "$(reference_of "$service")" ||
        fail "$(reference_of "$service") cannot be pulled for $service"
      images+=("$service=$obtained")
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
  # shellcheck disable=SC2016 # $tool is for the container's shell.
  timeout "$(left)" docker run --rm --network none --label "chronos-rollback.project=$PROJECT" --entrypoint sh "$1" \
    -c 'for tool in curl wget node python3 bash; do command -v $tool && exit 0; done; exit 1'
}
probe_image() {
  local pair image
  for pair in "${images[@]}" "$DATABASE_SERVICE=$(image_of "$(container_of "$DATABASE_SERVICE")")"; do
    image=${pair#*=}
    if [[ ${pair%%=*} != "$1" && ${pair%%=*} != "$DATABASE_SERVICE" ]]; then continue; fi
    if can_probe "$image" >&2; then
      printf '%s' "$image"
      return
    fi
  done
  return 1
}
probes=()
for service in $LINKS; do
  image=$(probe_image "$service") || fail "no image at hand can probe the link of $service: none has sh and an HTTP client"
  probes+=("$service=$image")
done
detail probes "$(json_object "${probes[@]}")"

made=$(grep -oE '=(build|pull)\b' <<<"$IMAGES" | wc -l || true)
succeed "commit ${COMMIT:0:12} and ${#images[@]} images at hand, $made of them made now"
