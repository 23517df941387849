# The deploy record, $STATE/deployments.jsonl, format 2: one line of JSON for each release that came up.
# needs: journal/append git/checkout git/release-values docker/running-services docker/projects docker/containers postgres/migrations
# needs: settings/kept-settings docker/surroundings json-fields
# gives: last_line next_number recorded_commit images_on_record write_record
# reads: PROJECT STATE

record() { printf '%s' "$STATE/deployments.jsonl"; }
# The newest line that is whole.
last_line() { if [[ -s $(record) ]]; then whole_lines_of "$(record)" | tail -n 1; fi; }

# images_on_record RELEASES: the ids of the images of that many, the newest ones, a line each.
images_on_record() {
  if [[ ! -s $(record) ]]; then return 0; fi
  whole_lines_of "$(record)" | tail -n "$1" | sed -nE 's/.*"images":(\{[^}]*\}).*/\1/p' | { grep -oE 'sha256:[0-9a-f]{64}' || true; }
}

# One more than the last, or than there are lines: those of format 1 have no number.
next_number() {
  local last=0 lines=0
  if [[ -s $(record) ]]; then lines=$(wc -l <"$(record)"); fi
  last=$(number_field number "$(last_line)")
  printf '%s' $(((${last:-0} > lines ? ${last:-0} : lines) + 1))
}

# fits LINE: whether each image that runs is the one of that line.
fits() {
  local service
  for service in "${services[@]}"; do
    if [[ $1 != *"\"$service\":\"${image_by[$service]}\""* ]]; then return 1; fi
  done
  ((${#services[@]}))
}

# The commit that runs by the record: what is checked out, where a release of it ran by these images, which a rollback may
# have brought back; else that of the newest line, where that fits.
recorded_commit() {
  local line head commit
  head=$(local_commit HEAD) || return 0
  while IFS= read -r line; do
    if fits "$line"; then
      printf '%s' "$head"
      return
    fi
  done < <(grep -aF "\"commit\":\"$head\"" "$(record)" 2>/dev/null | tail -n 20)
  line=$(last_line) commit=$(text_field commit "$(last_line)")
  if [[ $commit =~ ^[0-9a-f]{40}$ ]] && fits "$line"; then printf '%s' "$commit"; fi
}

# {"service":"text",…} of a table by service.
by_service() {
  local -n table=$1
  local service
  local -a pairs=()
  for service in "${services[@]}"; do pairs+=("$service=${table[$service]}"); done
  json_object "${pairs[@]}"
}
digests() {
  local service comma=''
  printf '{'
  for service in "${services[@]}"; do
    printf '%s%s:%s' "$comma" "$(json_string "$service")" "$(digests_of "${image_by[$service]}")"
    comma=,
  done
  printf '}'
}

# Tracked paths that containers have mounted, with git's hash of what stands there now.
mounted_files() {
  local id source path top
  local -a pairs=()
  top=$(checkout_git rev-parse --show-toplevel) || return 0
  while IFS= read -r source; do
    if [[ $source != "$top"/* ]]; then continue; fi
    path=${source#"$top"/}
    if ! is_tracked "$path"; then continue; fi
    if [[ -f $source ]]; then
      pairs+=("$path=$(checkout_git hash-object --no-filters -- "$source" || true)")
    else
      pairs+=("$path/=$(checkout_git rev-parse "HEAD:$path" 2>/dev/null || true)")
    fi
  done < <(containers_in "$PROJECT" | while read -r id; do binds_of "$id" | cut -f 1; done | sort -u)
  json_object "${pairs[@]}"
}

# The paths of tracked files that are modified, as JSON.
modified() {
  local -a paths=()
  mapfile -t -d '' paths < <(modified_files 2>/dev/null || true)
  json_array "${paths[@]}"
}

# write_record OUTCOME UNHEALTHY…: what runs now, and of `before` what it has done.
write_record() {
  local commit outcome=$1 subject line settings
  local -a rows=()
  shift
  commit=$(local_commit HEAD) || return 1
  subject=$(checkout_git log -1 --format=%s HEAD -- || true)
  # What does not answer is a fact elsewhere, by descriptor 3; here nobody reads those.
  mapfile -t rows < <(applied_migrations 3>/dev/null || true)
  line="{\"v\":2,\"number\":$(next_number),\"at\":\"$(now)\",\"commit\":\"$commit\",\"branch\":$(json_string "$(branch_of)"),\"tag\":$(json_string "$(exact_tag HEAD)"),\"subject\":$(json_string "$subject"),\"by\":$(json_string "${CHRONOS_OPERATOR:-${SUDO_USER:-$(id -un 2>/dev/null || id -u)}@$(uname -n)}")"
  line+=",\"outcome\":\"$outcome\",\"unhealthy\":$(json_array "$@"),\"images\":$(by_service image_by),\"references\":$(by_service reference_by),\"digests\":$(digests),\"definitions\":$(by_service definition_by),\"composeVersions\":$(by_service compose_by)"
  line+=",\"mounted\":$(mounted_files),\"modified\":$(modified),\"migrations\":$(json_array "${rows[@]}")$(surroundings)"
  settings=$(settings_of_release "${only_digests-}") || give_up checkpoint.settings-unkept "the settings of this release cannot be kept in $(settings_directory)"
  if [[ -n $settings ]]; then line+=",\"settings\":$settings"; fi
  if [[ -n $rolled_back_from ]]; then line+=",\"rolledBackFrom\":\"$rolled_back_from\""; fi
  if [[ -n $pending ]]; then line+=",\"before\":$pending"; fi
  set_torn_aside "$(record)" && append_line "$(record)" "$line}"
}
