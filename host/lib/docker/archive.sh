# Images of releases on record, kept as files: a name does not keep an image from `docker image prune --all`.
# needs: docker/images docker/time-limit
# gives: archived_ids archive_images load_archived
# reads: STATE

archive_of() { printf '%s' "$STATE/images/${1#sha256:}.tar"; }

# The ids of the images that are kept, a line each.
archived_ids() {
  local file
  for file in "$STATE"/images/*.tar; do
    if [[ ${file##*/} =~ ^([0-9a-f]{64})\.tar$ && -f $file && ! -L $file ]]; then printf 'sha256:%s\n' "${BASH_REMATCH[1]}"; fi
  done
}

# keep_image IMAGE: writes that image to its file, where there is room for it.
keep_image() {
  local file free bytes
  file=$(archive_of "$1")
  if [[ -f $file ]]; then return 0; fi
  (umask 077 && mkdir -p "$STATE/images") || return 1
  free=$(df -Pk -- "$STATE/images" | awk 'NR == 2 { print $4 }')
  bytes=$(docker image inspect -f '{{.Size}}' "$1") || return 1
  if ((free < bytes * 11 / 10240)); then return 1; fi
  (umask 077 && put "$file" docker save "$1")
}

# archive_images: of the ids on standard input, a line each, those that are here are kept, and no others. Prints a line for each
# that cannot be.
archive_images() {
  local id wanted
  wanted=$(sort -u)
  while IFS= read -r -u 7 id; do
    if [[ -n $id ]] && image_id "$id" >/dev/null && ! keep_image "$id" 2>/dev/null; then printf 'warning   image %s cannot be archived in %s\n' "${id:7:12}" "$STATE/images"; fi
    fail_point checkpoint.archived
  done 7<<<"$wanted"
  while IFS= read -r -u 7 id; do
    if ! grep -qxF -- "$id" <<<"$wanted"; then rm -f -- "$(archive_of "$id")"; fi
  done 7< <(archived_ids)
}

# load_archived IMAGE: has Docker know it again. Fails where it is not kept, or is another one by now.
load_archived() {
  local file
  file=$(archive_of "$1")
  if [[ ! -f $file || -L $file ]]; then return 1; fi
  docker load -q -i "$file" && image_id "$1" >/dev/null
}
