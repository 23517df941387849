# What rollbacks have left in Docker and is of no use any more.
# needs: docker/time-limit
# gives: remove_pin remove_probes
# reads: PROJECT

# remove_pin NAME: a name under which an old rollback kept an image. Whatever else uses the image keeps it, nothing is
# forced.
remove_pin() { docker rmi --no-prune "$1"; }

# Probes of links that an update has left which was cut off before its state was saved: of each link of a rollback the
# newest stays.
remove_probes() {
  local id
  docker ps -a --filter "label=chronos-rollback.project=$PROJECT" --format '{{.ID}} {{.Label "chronos-rollback.id"}} {{.Label "chronos-rollback.link"}}' |
    awk 'seen[$2 " " $3]++ { print $1 }' | while read -r id; do
    docker rm -f "$id" >/dev/null || true
  done
}
