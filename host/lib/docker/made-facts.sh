# What queries/target.sh tells of containers that were not made by the hash of what is checked out: all that Docker made them of.
# needs: docker/projects
# gives: made_facts
# reads: PROJECT

MADE='{"id":{{json .ID}},"name":{{json .Name}},"image":{{json .Image}},"config":{{json .Config}},"host":{{json .HostConfig}},"mounts":{{json .Mounts}}}'
MADE_IMAGE='{"id":{{json .ID}},"config":{{json .Config}}}'

# made_facts HASHES: of a file of `service hash` lines. Equal hashes prove equal definitions, unequal ones nothing.
made_facts() {
  local id service hash format='{{.Id}} {{index .Config.Labels "com.docker.compose.service"}} {{index .Config.Labels "com.docker.compose.config-hash"}}'
  local -a all ids=() images=()
  mapfile -t all < <(containers_in "$PROJECT")
  if ((${#all[@]} == 0)); then return 0; fi
  while read -r id service hash; do
    if ! grep -qxF -- "$service $hash" "$1"; then ids+=("$id"); fi
  done < <(docker inspect -f "$format" "${all[@]}" 2>/dev/null || true)
  if ((${#ids[@]} == 0)); then return 0; fi
  { docker inspect -f "$MADE" "${ids[@]}" 2>/dev/null || true; } | fact made.containers
  mapfile -t images < <(docker inspect -f '{{.Image}}' "${ids[@]}" 2>/dev/null | sort -u)
  if ((${#images[@]})); then { docker image inspect -f "$MADE_IMAGE" "${images[@]}" 2>/dev/null || true; } | fact made.images; fi
}
