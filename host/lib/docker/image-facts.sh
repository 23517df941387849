# What queries/target.sh tells of the images that there are.
# needs: docker/time-limit docker/archive
# gives: image_facts image_ids image_variable tag_times

# image_facts COMMIT: all by their names, by its label what was built of that commit, and the labels of what is pinned as
# that commit's, `name revision` a line.
image_facts() {
  { docker image ls --all --no-trunc --format '{{.Repository}}:{{.Tag}} {{.ID}}' || true; } | fact images
  archived_ids | fact images.archived
  { docker image ls --no-trunc --filter "label=org.opencontainers.image.revision=$1" --format '{{.Repository}} {{.ID}}' || true; } |
    fact images.labelled
  local name
  docker image ls --filter "reference=chronos-rollback/*:${1:0:12}" --format '{{.Repository}}:{{.Tag}}' | while read -r name; do
    printf '%s %s\n' "$name" "$(docker image inspect -f '{{if .Config.Labels}}{{index .Config.Labels "org.opencontainers.image.revision"}}{{end}}' "$name" 2>/dev/null || true)"
  done | fact images.pinned || true
}

# tag_times NAME…: of the images that are here `id time created`: when it was last given a name, by whatever a pull does not do.
tag_times() { if (($#)); then docker image inspect -f '{{.Id}} {{.Metadata.LastTagTime}} {{.Created}}' "$@" 2>/dev/null || true; fi; }

# The ids of all images, a line each.
image_ids() { docker image ls --all --no-trunc --quiet | sort -u || true; }

# image_variable IMAGE NAME: what an image declares as a variable of its containers; nothing where it does not, or is not here.
image_variable() {
  { docker image inspect -f '{{range .Config.Env}}{{println .}}{{end}}' "$1" 2>/dev/null || true; } | sed -n "s/^$2=//p"
}
