# Gets everything that the target needs while the deployment runs on: the commit, the images, and an
# image from which each link can be probed. Changes nothing that runs.
# IMAGES: service=image id, service=build or service=pull. REFERENCES: service=name in the Compose file.
# needs: step/step git/checkout docker/images docker/archive docker/make-images docker/link-probes postgres/app-roles postgres/prepare-restore
# reads: BACKUP COMMIT DATABASE_SERVICE DIRECTORY ENV_FILES IMAGES
begin prepare

# A try that was killed left its sources behind; their place is on record. Removed is only what is one of ours
# by name, place, kind and owner, whatever stands in that file.
remove_sources() {
  local build='' owner
  if [[ -s $WORK/build ]]; then build=$(head -c 4096 "$WORK/build" | tr -d '\000'); fi
  owner=$(stat -c %u -- "$build" 2>/dev/null) || owner=''
  if [[ -z $build || -z $owner ]]; then
    rm -f "$WORK/build"
    return 0
  fi
  if [[ ${build##*/} =~ ^chronos-build-[A-Za-z0-9]{8}$ && ${build%/*} == "${TMPDIR:-/tmp}" && -d $build && ! -L $build &&
    ($owner == "$EUID" || $owner == "$(stat -c %u "$DIRECTORY")") ]]; then
    rm -rf -- "$build"
  else
    printf 'left alone, no sources of ours: %s\n' "$build"
  fi
  rm -f "$WORK/build"
}
tidy() {
  # At the end of the step nobody watches any more.
  (keep_patience && give_back "$WORK/names") || true
  remove_sources
}
# Half a shadow goes, that of a try that was cut off, too, where this one has not come to the database at all.
cleanup() {
  tidy
  if [[ -z ${BACKUP-} || -n ${is_restorable-} ]]; then return 0; fi
  (
    outlive_the_watch
    find_server || exit 0
    drop_half_shadow || true
    unstage
  ) || true
}
tidy

if ! local_commit "$COMMIT" >/dev/null; then
  remote=$(remote_of)
  [[ -n $remote ]] || fail prepare.no-remote "commit ${COMMIT:0:12} is gone, and the checkout has no remote"
  # It also fails when a tag stands elsewhere there; what counts is whether the commit has come.
  within remote_git fetch --tags "$remote" '+refs/heads/*:refs/remotes/'"$remote"'/*' || true
  local_commit "$COMMIT" >/dev/null || fail prepare.fetch-failed "commit ${COMMIT:0:12} cannot be fetched from $remote"
fi

# Of each name the image that had it first is on record.
is_recorded() { cut -d ' ' -f 2- "$WORK/names" 2>/dev/null | grep -qxF -- "$1"; }
names_and() {
  cat "$WORK/names" 2>/dev/null || true
  printf '%s\n' "$1"
}

# obtain SERVICE COMMAND…: runs what makes the service's image and sets `obtained` to that image's id.
obtain() {
  local service=$1 reference before
  shift
  reference=$(reference_of "$service")
  if ! is_recorded "$reference"; then
    if before=$(image_id "$reference"); then
      put "$WORK/names" names_and "$before $reference" || return 1
    elif ! is_gone "$reference"; then
      printf 'Docker does not say which image is called %s\n' "$reference"
      return 1
    fi
  fi
  fail_point prepare.named
  "$@" || return 1
  fail_point prepare.built
  if ! obtained=$(image_id "$reference"); then
    printf 'no image is called %s after: %s\n' "$reference" "$*"
    return 1
  fi
}

# take_tree REPOSITORY COMMIT PLACE: writes a commit's files as a checkout would have them (an archive leaves out what is
# marked export-ignore), and those of its submodules where the checkout has these: at the same commits, else the plan is refused.
take_tree() {
  local of path
  GIT_INDEX_FILE=$build/index checkout_git -C "$1" read-tree "$2" || return 1
  GIT_INDEX_FILE=$build/index checkout_git -C "$1" checkout-index --all --prefix="$3/" || return 1
  rm -f "$build/index"
  while IFS=$'\t' read -r -d '' of path; do
    if [[ -e $1/$path/.git ]]; then take_tree "$1/$path" "${of##* }" "$3/$path" || return 1; fi
  done < <(checkout_git -C "$1" ls-tree -r -z --full-tree "$2" | sed -nz '/^160000 /p')
}

# The target's sources beside the checkout, and the environment files that git does not have. Sets `sources`. Their place is on
# record before it is made.
take_sources() {
  local build prefix top
  build=$(mktemp -u "${TMPDIR:-/tmp}/chronos-build-XXXXXXXX") && [[ -n $build ]] && put "$WORK/build" printf '%s' "$build" || return 1
  fail_point prepare.placed
  mkdir -m 700 -- "$build" && chown --reference="$DIRECTORY" "$build" || return 1
  top=$(checkout_git rev-parse --show-toplevel) || return 1
  take_tree "$top" "$COMMIT" "$build/source" || return 1
  prefix=$(checkout_git rev-parse --show-prefix) || return 1
  sources=$build/source/$prefix
  checkout_git ls-files -z --others -- ':(glob)**/.env*' ':(glob)**/*.env' |
    (cd "$DIRECTORY" && xargs -0 -r cp -p --parents --no-clobber -t "$sources" --)
}

# Builds a service from the target's own sources.
build() {
  local file environments=''
  if [[ -z ${sources-} ]]; then take_sources || return 1; fi
  for file in ${ENV_FILES-}; do
    if [[ $file != /* && ! -e $sources/$file ]]; then file=$DIRECTORY/$file; fi
    environments+=" $file"
  done
  DIRECTORY=$sources ENV_FILES=$environments obtain "$1" build_image "$1"
}

images=() built=()
for pair in $IMAGES; do
  service=${pair%%=*} wanted=${pair#*=}
  case $wanted in
    build)
      build "$service" || fail prepare.build-failed "the image of $service cannot be built at ${COMMIT:0:12}"
      built+=("$service")
      ;;
    pull)
      obtain "$service" pull_image "$(reference_of "$service")" ||
        fail prepare.pull-failed "$(reference_of "$service") cannot be pulled for $service"
      images+=("$service=$obtained")
      ;;
    *)
      image_id "$wanted" >/dev/null || within load_archived "$wanted" || fail image.gone "the image of $service is gone: $wanted"
      images+=("$service=$wanted")
      ;;
  esac
done
# One that asks for the image of another by its name may have come before that was built.
for service in "${built[@]}"; do
  obtained=$(image_id "$(reference_of "$service")") || fail prepare.build-failed "the image of $service cannot be built at ${COMMIT:0:12}"
  images+=("$service=$obtained")
done
detail images "$(json_object "${images[@]}")"

if [[ -n $DATABASE_SERVICE ]]; then
  read -ra services <<<"$(names_in "$IMAGES")"
  keep_privileges "$WORK/privileges" "${services[@]}"
fi
if [[ -n ${BACKUP-} ]]; then
  prepare_database
  is_restorable=yes
fi

find_probes "${images[*]}" || fail step.no-probe "no image at hand can probe the link of $unprobed: none has sh and an HTTP client"
detail probes "$probes"

# Nothing of this is on record any more when the step is done: nobody looks for it then.
tidy
made=$(grep -oE '=(build|pull)\b' <<<"$IMAGES" | wc -l || true)
succeed "commit ${COMMIT:0:12} and ${#images[@]} images at hand, $made of them made now${restored_beside-}"
