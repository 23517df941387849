# What queries/target.sh tells of the images that there are.
# needs: docker/time-limit
# gives: image_facts

# image_facts COMMIT: all by their names, and by its label what was built of that commit.
image_facts() {
  { docker image ls --all --no-trunc --format '{{.Repository}}:{{.Tag}} {{.ID}}' || true; } | fact images
  { docker image ls --no-trunc --filter "label=org.opencontainers.image.revision=$1" --format '{{.Repository}} {{.ID}}' || true; } |
    fact images.labelled
}
