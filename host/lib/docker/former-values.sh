# With which variables what runs was brought up: values that the names of its images tell, as far as Compose's own hash
# agrees with them.
# needs: docker/compose docker/projects git/release-values
# gives: former_values images_as_written
# reads: PROJECT VARIABLES

# images_as_written FILE: of a definition, be it with its variables in it, `service image`, a line each.
images_as_written() {
  awk '/^[^ ]/ { inside = /^services:/ } !inside { next }
    /^  [^ ].*:$/ { service = $1; gsub(/[":]/, "", service) }
    /^    image: / { image = $2; gsub(/^"|"$/, "", image); print service, image }' "$1"
}

# Service, image name and Compose's hash of each container of the project, a line each.
names_and_hashes() {
  local -a ids
  mapfile -t ids < <(containers_in "$PROJECT")
  if ((${#ids[@]} == 0)); then return 0; fi
  docker inspect -f '{{index .Config.Labels "com.docker.compose.service"}} {{.Config.Image}} {{index .Config.Labels "com.docker.compose.config-hash"}}' "${ids[@]}"
}

# values_in_names WRITTEN CONTAINERS: NAME=VALUE for each variable that is the only one in the name of an image.
values_in_names() {
  local service image before name after container reference
  while read -r service image; do
    [[ $image =~ ^([^$]*)\$(\{([A-Za-z_][A-Za-z0-9_]*)[^}]*\}|([A-Za-z_][A-Za-z0-9_]*))([^$]*)$ ]] || continue
    before=${BASH_REMATCH[1]} name=${BASH_REMATCH[3]}${BASH_REMATCH[4]} after=${BASH_REMATCH[5]}
    while read -r container reference _; do
      if [[ $container == "$service" && $reference == "$before"?*"$after" ]]; then
        reference=${reference#"$before"}
        printf '%s=%s\n' "$name" "${reference%"$after"}"
      fi
    done <"$2"
  done < <(images_as_written "$1")
}

# made_by CONTAINERS: how many of them were made by the hashes that come by standard input, and how many are of services
# of which there is one.
made_by() {
  { sed 's/^/= /' && cat "$1"; } | awk '$1 == "=" { hash[$2] = $3; next } $1 in hash { all++; made += hash[$1] == $NF } END { print made + 0, all + 0 }'
}

# with_values VALUES OTHERS: VALUES with those of OTHERS that VARIABLES name, instead of theirs or beside them.
with_values() {
  local line name value
  while IFS= read -r line; do
    name=${line%%=*}
    if [[ -z $name ]]; then continue; fi
    value=$(grep "^$name=" <<<"$2" | head -n 1) || value=$(grep "^$name=" <<<"$1") || continue
    printf '%s\n' "$value"
  done <<<"${VARIABLES-}"
}

# Those of VALUES whose text tells the release.
telling() { grep -F -f <(sed -nE 's/^([A-Za-z_][A-Za-z0-9_]*=).*\{(commit|tag).*/\1/p' <<<"${VARIABLES-}") <<<"$1" || true; }

# former_values DIRECTORY-OF-OURS: sets `at_current` to the variables with which what runs was brought up, and `told` to
# those that the names of images tell. Of what they may be the first counts by which most containers were made: the names
# of images, the configured ones at HEAD, those alone that tell a release, none. `proven` where all containers were. The
# definition is in `current` in that directory, what Compose says in `current.error`; it fails where Compose does.
former_values() {
  local configured values matching all=0 best=-1
  local -A tried=()
  configured=$(values_at HEAD) at_current=$configured told='' proven=''
  if [[ -z ${VARIABLES-} ]]; then
    definition >"$1/current" 2>"$1/current.error"
    return
  fi
  names_and_hashes >"$1/containers" || : >"$1/containers"
  if definition_as_written >"$1/plain" 2>/dev/null; then told=$(values_in_names "$1/plain" "$1/containers" | sort -u); fi
  values=$(with_values "$configured" "$told")
  for values in "$values" "$configured" "$(telling "$values")" ''; do
    if [[ -n ${tried[x$values]-} ]]; then continue; fi
    tried[x$values]=yes
    if ! VARIABLES=$values definition >"$1/tried" 2>"$1/tried.error"; then
      if ((best < 0)); then cp "$1/tried.error" "$1/current.error"; fi
      continue
    fi
    read -r matching all < <(hashes_of "$1/tried" 2>/dev/null | made_by "$1/containers")
    if ((matching > best)); then
      best=$matching at_current=$values
      mv "$1/tried" "$1/current"
      mv "$1/tried.error" "$1/current.error"
    fi
    if ((matching == all)); then break; fi
  done
  if ((all > 0 && best == all)); then proven=yes; fi
  ((best >= 0))
}
