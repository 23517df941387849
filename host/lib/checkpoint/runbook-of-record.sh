# The runbook that a checkpoint leaves: of the newest release on record, and of the one before it.
# needs: checkpoint/record runbook/runbook settings/settings-on-record settings/setting-files secrets
# gives: leave_runbook_of_record settings_then
# reads: COMPOSE ENV_FILES FILES RUNBOOK_VARIABLES

# The newest release on record, as the runbook is told of it.
# shellcheck disable=SC2031 # set by call_of_labels
release_now() {
  local line commit service id file
  local -A asked_by=()
  line=$(last_line) commit=$(text_field commit "$line")
  printf 'commit %s\nname %s\nsubject %s\nnumber %s\nversion %s\nfiles %s\n' "$commit" "$(text_field tag "$line")" "$(text_field subject "$line")" "$(number_field number "$line")" "$COMPOSE" "$FILES"
  for file in $ENV_FILES; do printf 'env %s\n' "$file"; done
  if [[ -n ${RUNBOOK_VARIABLES-} ]]; then VARIABLES=$RUNBOOK_VARIABLES values_at "$commit" | sed 's/^/variable /'; fi
  while read -r service id; do asked_by[$service]=$id; done < <(pairs_field references "$line")
  while read -r service id; do printf 'image %s %s %s\n' "$service" "$id" "${asked_by[$service]:--}"; done < <(pairs_field images "$line")
}

# Settings that were others then, and where those are kept.
settings_then() {
  local digest kept path copy typed
  while IFS=$'\t' read -r digest kept path; do
    copy=$(kept_copy "$digest")
    if [[ $kept != true || ! -f $copy ]]; then
      printf 'remark %s\n' "What $path was then is not kept."
    elif ! cmp -s -- "$path" "$copy"; then
      words_typed "$path" "$copy"
      printf 'remark %s\n' "$path was another one then. Look before: diff $typed"
    fi
  done < <(if [[ -n $1 ]]; then settings_on_record "$1"; fi)
}

# Fails where it cannot be written.
leave_runbook_of_record() {
  local FILES='' ENV_FILES='' COMPOSE=''
  find_secrets
  call_of_labels || FILES=''
  leave_runbook 'checkpoint after' "$(release_now)"
}
