# The release before another one, by the deploy record.
# needs: journal/append json-fields git/checkout git/release-values
# gives: told_of variables_then release_on_record release_before
# reads: RUNBOOK_VARIABLES STATE

# told_of LINE: what a line on record tells of a release, as the runbook is told of it. A reference that it does not tell is as the
# release that was read last has it.
told_of() {
  local service id asked
  local -A asked_by=()
  printf 'commit %s\nname %s\nsubject %s\nnumber %s\n' "$(text_field commit "$1")" "$(text_field tag "$1")" "$(text_field subject "$1")" "$(number_field number "$1")"
  while read -r service asked; do asked_by[$service]=$asked; done < <(pairs_field references "$1")
  while read -r service id; do
    printf 'image %s %s %s\n' "$service" "$id" "${asked_by[$service]:-${reference_in[$service]:--}}"
  done < <(pairs_field images "$1")
}
# variables_then COMMIT: those that the configuration gives a release.
variables_then() { if [[ -n ${RUNBOOK_VARIABLES-} ]]; then VARIABLES=$RUNBOOK_VARIABLES values_at "$1" | sed 's/^/variable /'; fi; }

# release_on_record LINE: that release, and what of it no record has, as the one that was read last has that.
release_on_record() {
  told_of "$1"
  surroundings_then "$(text_field commit "$1")"
  if declare -F settings_then >/dev/null; then settings_then "$(number_field number "$1")"; fi
}
# What no record has: files, env files and variables.
surroundings_then() {
  local one
  printf 'version %s\nfiles %s\n' "${release[version]-}" "${release[files]-}"
  for one in ${release[files]-}; do
    if ! checkout_git cat-file -e "$1:./$one" 2>/dev/null; then printf 'remark %s\n' "It has no file $one: see which Compose file it had."; fi
  done
  for one in "${env_in[@]}"; do printf 'env %s\n' "$one"; done
  variables_then "$1"
  for one in "${!once_in[@]}"; do printf 'once %s\n' "$one"; done
}
# Commits that a rollback has left, by holds, the record and the journal, a line each.
commits_left() {
  sed -nE 's/^commit=([0-9a-f]{40})$/\1/p' "$STATE"/holds/r-* 2>/dev/null || true
  grep -aoE '"rolledBackFrom":"[0-9a-f]{40}"' "$STATE/deployments.jsonl" 2>/dev/null | cut -d '"' -f 4 || true
  { grep -aE '^\{"v":[12],"type":"(attempt|outcome)",' "$STATE/journal.jsonl" 2>/dev/null || true; } | awk -F '"' '
    function commit(key) { return match($0, "\"" key "\":\\{\"commit\":\"[0-9a-f]+\"") ? substr($0, RSTART + RLENGTH - 41, 40) : "" }
    $6 == "attempt" { from[$10] = commit("from") == commit("to") ? "" : commit("from") }
    $6 == "outcome" && from[$10] && /"outcome":"(recovered|degraded)"/ { print from[$10] }'
}

# release_before: of the release that was read last the one before, by the newest line on record that has another commit or other
# images; nothing where there is none. Those that a rollback has left, or that came up badly, are passed over.
release_before() {
  local line left commit service id differs
  if [[ ! -s $STATE/deployments.jsonl ]]; then return 0; fi
  left=$(commits_left)
  while IFS= read -r line; do
    commit=$(text_field commit "$line") differs=''
    if [[ ! $commit =~ ^[0-9a-f]{40}$ || $line == *'"outcome":"unhealthy"'* ]]; then continue; fi
    if [[ $commit != "${release[commit]-}" ]]; then
      if grep -qxF -- "$commit" <<<"$left"; then continue; fi
      differs=yes
    fi
    while read -r service id; do
      if [[ -n ${image_in[$service]-} && ${image_in[$service]} != "$id" ]]; then differs=yes; fi
    done < <(pairs_field images "$line")
    if [[ -z $differs ]]; then continue; fi
    release_on_record "$line"
    return
  done < <(whole_lines_of "$STATE/deployments.jsonl" | tail -n 50 | tac)
}
