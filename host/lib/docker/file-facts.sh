# What queries/detect.sh tells of the Compose files that are checked out.
# needs: docker/projects docker/release-files
# gives: file_facts
# reads: DIRECTORY FILES PROJECT

# The files by which containers of the project were made, and the configured ones, a path each; DIRECTORY is the checkout, which
# its containers may know by the name `here`.
named_files() {
  local place files file root
  local -a ids each
  for file in $FILES; do printf '%s\n' "${DIRECTORY%/}/$file"; done
  mapfile -t ids < <(containers_in "$PROJECT")
  if ((${#ids[@]} == 0)); then return 0; fi
  docker inspect -f '{{index .Config.Labels "com.docker.compose.project.working_dir"}}{{"\t"}}{{index .Config.Labels "com.docker.compose.project.config_files"}}' "${ids[@]}" |
    sort -u | while IFS=$'\t' read -r place files; do
    IFS=, read -ra each <<<"$files"
    for file in "${each[@]}"; do
      if [[ $file != /* ]]; then file=$place/$file; fi
      for root in "${DIRECTORY%/}" "$here"; do
        if [[ $file == "$root"/* ]]; then printf '%s\n' "${DIRECTORY%/}/${file#"$root"/}"; fi
      done
    done
  done
}

# Told are those that are there, and what Compose finds there by itself.
file_facts() {
  local file
  named_files | sort -u | while IFS= read -r file; do
    if [[ -e $file ]]; then printf '%s\n' "$file"; fi
  done | fact files.here
  found_at '' | tr ' ' '\n' | fact files.found
}
