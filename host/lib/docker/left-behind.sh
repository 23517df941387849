# All that this project has in Docker for one deployment.
# needs: docker/time-limit
# gives: runtime_answers pins_that own_probes remove_probe
# reads: PROJECT STATES

runtime_answers() { docker version >/dev/null 2>&1; }

# Other projects whose names begin with ours and a hyphen: names of theirs can look like ours.
longer_projects() {
  local directory
  {
    docker ps -a --format '{{.Label "com.docker.compose.project"}}' 2>/dev/null || true
    for directory in "$STATES"/*/; do basename "$directory"; done
  } | awk -v ours="${PROJECT,,}-" 'index($0, ours) == 1' | sort -u
}
# `goes`, `used` or `doubtful` and a name by which an image of this deployment is kept, with a tab between. Used: a container is made
# of the image, which has no other name, so Docker does not take it away. Doubtful: the name may be another project's.
pins() {
  local name id names used='' theirs
  local -a ids
  theirs=$(longer_projects)
  mapfile -t ids < <(docker ps -aq --no-trunc)
  if ((${#ids[@]})); then used=$(docker inspect -f '{{.Image}}' "${ids[@]}" 2>/dev/null | sort -u || true); fi
  while IFS= read -r -u 6 name; do
    if [[ -n $theirs && -n $(grep -E "^chronos-rollback/($(paste -sd '|' <<<"$theirs"))-" <<<"$name" || true) ]]; then printf 'doubtful\t%s\n' "$name"; continue; fi
    read -r id names < <(docker image inspect -f '{{.Id}}{{range .RepoTags}} {{.}}{{end}}{{range .RepoDigests}} {{.}}{{end}}' "$name" 2>/dev/null) || continue
    if is_only_ours "$names" && grep -qxF -- "$id" <<<"$used"; then printf 'used\t%s\n' "$name"; else printf 'goes\t%s\n' "$name"; fi
  done 6< <(docker image ls --filter "reference=chronos-rollback/${PROJECT,,}-*" --format '{{.Repository}}:{{.Tag}}' | sort)
}
is_only_ours() {
  local -a all
  local one
  read -ra all <<<"$1"
  for one in "${all[@]}"; do if [[ $one != "chronos-rollback/${PROJECT,,}-"* ]]; then return 1; fi; done
}
# pins_that KIND: those of that kind.
pins_that() { pins | { grep "^$1"$'\t' || true; } | cut -f 2; }

# Probes that a run which was cut off has left.
own_probes() { docker ps -a --filter "label=chronos-rollback.project=$PROJECT" --format '{{.Names}}'; }
remove_probe() { docker rm -f "$1" >/dev/null; }
