# The runbook that a checkpoint leaves: of the newest release on record, and of the one before it.
# needs: checkpoint/record runbook/runbook settings/settings-on-record settings/setting-files secrets
# gives: leave_runbook_of_record settings_then
# reads: COMPOSE ENV_FILES FILES

# The newest release on record, as the runbook is told of it.
# shellcheck disable=SC2031 # set by call_of_labels
release_now() {
  local line file
  line=$(last_line)
  told_of "$line"
  printf 'version %s\nfiles %s\n' "$COMPOSE" "$FILES"
  for file in $ENV_FILES; do printf 'env %s\n' "$file"; done
  variables_then "$(text_field commit "$line")"
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
