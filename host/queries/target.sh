# Tells what the release of commit COMMIT is and what it would bring. Reads only; prints facts like queries/detect.sh.
# needs: patience git/checkout git/target-facts git/since-facts git/lacking-inputs git/release-values secrets
# needs: docker/compose docker/release-files docker/target-definition docker/given-values docker/references docker/project-names
# needs: docker/build-sources
# needs: docker/image-facts docker/variable-facts docker/former-values docker/made-facts
# needs: settings/settings-facts settings/setting-references settings/take-settings postgres/try-logins postgres/target-major
# SETTINGS: those that come with the target; RECORDED: the number of the release that it is on record.
# FORMER_ENV_FILES: the ENV_FILES that what runs was brought up with.
# reads: COMMIT COMPOSE DIRECTORY ENV_FILES FILES FORMER_ENV_FILES RECORDED SETTINGS VARIABLES
look

if ! local_commit "$COMMIT" >/dev/null && ! fetch_aside "$COMMIT"; then
  printf 'yes' | fact gone
  printf 'commit %s can no longer be fetched' "$COMMIT" | fact compose.error
  exit 0
fi

target_facts
if [[ -n ${RECORDED-} ]]; then
  settings_facts "$RECORDED" | fact settings
  setting_references "$RECORDED" | fact settings.references
fi

# The definitions of what is checked out, and of the target from its own files.
tag_names() { sed -nE 's/^([A-Za-z_][A-Za-z0-9_]*)=.*\{tag\}.*/\1/p' <<<"${VARIABLES-}"; }
# Whether VALUES lack one of the variables that are to have a tag.
lacks_tag() {
  local name
  while IFS= read -r name; do
    if ! grep -q "^$name=" <<<"$1"; then return 0; fi
  done < <(tag_names)
  return 1
}
# Compose's words, without what is secret in them.
without_secrets() {
  local ENV_FILES="${ENV_FILES-} $FORMER_ENV_FILES"
  find_secrets
  redact "$1"
}
# What Compose says of a file that it cannot read may quote a value out of .env; so do its warnings, and are no reason.
not_read() {
  local error
  error=$(sed -E '/level=warning msg=.* variable is not set/d' "$1")
  without_secrets "${error//$copy/}" | fact compose.error
}
# Nothing that is a part of a value is said: of that it is told in which files it stands, and by which keys.
unset_variables() {
  if [[ ! -e $written/config.said ]]; then
    references_at "$copy" "$copy$place" /dev/null | sed "s,$copy,," >"$written/config.references"
    said_names /dev/null "$written/config.references" >"$written/config.said"
  fi
  variables_missing "$written/error" >"$written/unset"
  unsaid_among "$written/config.said" <"$written/unset" >"$written/unsaid"
  said_among "$written/config.said" <"$written/unset" | fact compose.unset
  awk -F '\t' -v OFS='\t' -v unsaid="$written/unsaid" 'BEGIN { while ((getline name <unsaid) > 0) among[name] } $5 in among && !seen[$3, $4]++ { print $1, $3, $4 }' "$written/config.references" | fact compose.unset.inside
  names_in_containers | fact environment.names
}
# What the target reads of variables that nobody supplies, and which of all variables the checkout's own definition reads.
variables_read() {
  if [[ ! -s $written/config || (! -s $written/unset && ! -s $written/config.defaults) ]]; then return 0; fi
  said_among "$written/config.said" <"$written/config.defaults" | fact compose.unset.defaults
  awk -F '\t' -v unset="$written/config.defaults" 'BEGIN { while ((getline name <unset) > 0) among[name] } $6 == "" || $5 in among' "$written/config.references" | hide_unsaid "$written/config.said" | fact compose.target.references
  if FILES=$current_files ENV_FILES=$FORMER_ENV_FILES written_at "$DIRECTORY" >"$written/current.written" 2>/dev/null; then
    fact compose.current.written <"$written/current.written"
    FILES=$current_files ENV_FILES=$FORMER_ENV_FILES references_at '' "${DIRECTORY%/}" "$written/current.written" | hide_unsaid "$written/config.said" | fact compose.current.references
  elif [[ -s $written/current.error ]]; then
    variables_missing "$written/current.error" | fact compose.current.unset
  fi
}
# tell_files FACT: `release_files`, where they are not those by which the containers were made.
tell_files() { if [[ $release_files != "$FILES" ]]; then tr ' ' '\n' <<<"$release_files" | fact "$1"; fi; }

current_definition() {
  local gone
  gone=$(ENV_FILES=$FORMER_ENV_FILES env_files_missing "$DIRECTORY")
  if [[ -n $gone ]]; then
    printf '%s' "$gone" | fact env-files.former-gone
    FORMER_ENV_FILES=${ENV_FILES-}
  fi
  if files_at ''; then tell_files compose.files.current; else release_files=$FILES; fi
  current_files=$release_files
  if FILES=$release_files ENV_FILES=$FORMER_ENV_FILES former_values "$written"; then
    fact compose.current <"$written/current"
    FILES=$release_files ENV_FILES=$FORMER_ENV_FILES project_named "$DIRECTORY" | fact compose.name.current
    FILES=$release_files ENV_FILES=$FORMER_ENV_FILES VARIABLES=$at_current given_values "$DIRECTORY" "$written/current" "$written/current.given"
    if FILES=$release_files ENV_FILES=$FORMER_ENV_FILES VARIABLES=$at_current usual_services >"$written/current.usual" 2>/dev/null; then fact compose.usual.current <"$written/current.usual"; fi
  else
    not_read "$written/current.error"
    named_env_file "$written/current.error" | fact env-files.current
  fi
  fact variables.current <<<"$at_current"
}

# The configured variables as the target has them; at what is checked out it has what runs.
target_values() {
  local head
  head=$(local_commit HEAD)
  at_target=$(values_at "$COMMIT")
  if [[ $COMMIT == "$head" ]] && lacks_tag "$at_target"; then at_target=$(with_values "$at_target" "$told"); fi
  fact variables.target <<<"$at_target"
  {
    if lacks_tag "$at_target" && [[ $COMMIT != "$head" || -z $proven ]]; then printf '%s\n' "$COMMIT"; fi
    if lacks_tag "$at_current" && lacks_tag "$(values_at HEAD)" && [[ -z $proven ]]; then printf '%s\n' "$head"; fi
  } | fact variables.untagged
}

# The settings that come with the target stand in the copy before it is read.
place_settings() {
  local file names
  if [[ -z ${SETTINGS-} ]]; then return 0; fi
  host_key || return 1
  while IFS=$'\t' read -r -u 7 file names; do
    mkdir -p "$copy${file%/*}" && setting_taken "$file" "$names" >"$copy$file" || return 1
    if [[ $file == "$top"/* ]]; then known[${file#"$top"/}]=yes untracked+=("${file#"$top"/}"); fi
  done 7< <(taken_files)
}

definition_of_target() {
  local path warnings
  if ! place_settings; then
    printf 'the settings of that release cannot be put beside its files' | fact compose.error
    return 0
  fi
  if ! files_at "$COMMIT"; then
    printf '%s' "$missing" | fact compose.missing
    if [[ -n $moved ]]; then printf '%s' "$moved" | fact compose.moved; fi
    return 0
  fi
  tell_files compose.files
  if FILES=$release_files VARIABLES=$at_target target_definition "$written/config" "$written/error"; then
    fact compose.target <"$written/config"
    tracked_among "$written/config" | fact compose.tracked
    if [[ -n ${SETTINGS-} ]]; then refused_logins "$written/config" | fact logins.refused; fi
    FILES=$release_files project_named "$copy$place" | fact compose.name.target
    if [[ -e $written/config.usual ]]; then fact compose.usual.target <"$written/config.usual"; fi
    sha256sum <"$written/config" | cut -d ' ' -f 1 | fact compose.target.digest
    hashes_of "$written/config" >"$written/hashes" 2>/dev/null || true
    fact compose.target.hashes <"$written/hashes"
    if [[ -e $written/current.given ]]; then changed_values "$written/config" "$written/config.given" "$written/current.given" | fact compose.given.changed; fi
    target_major "$written/config" | fact database.major
    unset_variables
    FILES=$release_files VARIABLES=$at_target given_unset "$copy$place" "$written/config" | fact compose.unset.given
    warnings=$(warnings_in "$written/error")
    if [[ -n $warnings ]]; then without_secrets "$(replace_unsaid "$warnings" "$written/config.references" "$written/unsaid")" | fact compose.warnings; fi
    for path in "${untracked[@]}"; do printf '%s\n' "$path"; done | fact compose.untracked
    if [[ -s $written/config.written ]]; then fact compose.target.written <"$written/config.written"; fi
    inputs_of "$written/config" | fact inputs
    paths_in "$written/config" | sed 's/\$\$/$/g' | lacking_inputs | fact inputs.lacking
  elif [[ -n $missing ]]; then
    printf '%s' "$missing" | fact compose.missing
  elif [[ -n $missing_env ]]; then
    printf '%s' "$missing_env" | fact env-files.given
  else
    for path in "${!known[@]}"; do
      if [[ $path == *.y?(a)ml && -f $copy$top/$path ]]; then remote_files "$copy$top/$path"; fi
    done | sort -u | fact compose.remote
    unset_variables
    not_read "$written/error"
    named_env_file "$written/error" | sed "s,^$copy,," | fact env-files.target
  fi
}

trap 'rm -rf "${private-}" "${quarantine-}"' EXIT
missing=''
FORMER_ENV_FILES=${FORMER_ENV_FILES-${ENV_FILES-}}
if make_copy; then
  current_definition
  target_values
  definition_of_target
  if [[ -n $missing ]]; then exit 0; fi
  if [[ -s $written/current ]]; then
    if ! cmp -s "$written/current" "$written/config"; then hashes_of "$written/current" >"$written/hashes" 2>/dev/null || true; fi
    fact compose.current.hashes <"$written/hashes"
    variables_read
    if [[ $COMPOSE == v2 ]]; then made_facts "$written/hashes"; fi
  fi
else
  printf 'no private copy of its Compose files can be made' | fact compose.error
fi
printf '%s' "${below-}" | fact below

since_facts
if [[ -s ${written-}/config ]]; then source_facts "$written/config"; else source_facts /dev/null; fi
image_facts "$COMMIT"
if [[ -s ${written-}/config ]]; then
  mapfile -t named < <(images_as_written "$written/config" | cut -d ' ' -f 2- | sort -u)
  tag_times "${named[@]}" | fact images.tagged
fi
