# Which settings a rollback has left behind: of each file that Compose reads and git does not know its keyed digest, or that it is
# not there, so that a later preview sees what somebody has changed by hand.
# needs: docker/compose git/checkout settings/keyed-digest settings/settings-on-record
# gives: note_settings_left
# reads: DIRECTORY ENV_FILES FILES STATE

# Words of the Compose files that are called as env files are.
named_env_files() {
  local word
  for word in $FILES; do
    sed -E 's/^[[:space:]]*#.*//; s/[][{},"'\'']/ /g' "$DIRECTORY/$word" 2>/dev/null || true
  done | tr -s '[:blank:]' '\n' | grep -E '^[^$:]*\.env[^/$:]*$' || true
}

# The files of which it is noted, as absolute paths, a line each: those of the newest release on record, too.
files_to_note() {
  local top path number
  top=$(checkout_git rev-parse --show-toplevel) || return 1
  number=$(whole_lines_of "$STATE/deployments.jsonl" 2>/dev/null | tail -n 1 | sed -nE 's/^\{"v":2,"number":([0-9]+),.*/\1/p' || true)
  {
    # Compose reads no `.env` by itself where it is given env files.
    if [[ -z ${ENV_FILES-} ]]; then printf '%s/.env\n' "${DIRECTORY%/}"; else env_files_of "${DIRECTORY%/}"; fi
    printf "${DIRECTORY//[%\\]/&&}/%s\n" {compose,docker-compose}.override.{yml,yaml}
    named_env_files | while IFS= read -r path; do realpath -ms -- "$DIRECTORY/$path"; done
    if [[ -n $number ]]; then settings_on_record "$number" | cut -f 3-; fi
  } | awk '!seen[$0]++' | while IFS= read -r path; do
    if [[ $path != "$top"/* ]] || ! is_tracked "${path#"$top"/}"; then printf '%s\n' "$path"; fi
  done
}

digests_left() {
  local path digest
  while IFS= read -r path; do
    digest=-
    if [[ -f $path ]]; then digest=$(keyed_digest <"$path"); fi
    printf '%s\t%s\n' "$digest" "$path"
  done
}

# note_settings_left FILE: writes `DIGEST PATH` of each, with a tab between; `-` where there is none. Fails where it cannot.
note_settings_left() {
  local paths
  host_key && paths=$(files_to_note) && (umask 077 && put "$1" digests_left <<<"$paths")
}
