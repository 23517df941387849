# What a release had for settings: on its line of the deploy record names and keyed digests, and beside the record the files
# themselves, each content once, by its digest.
# needs: settings/env-entries settings/keyed-digest settings/setting-files
# gives: settings_of_release

# keep FILE DIGEST: keeps that content, unless it is there.
keep() {
  local copy
  copy=$(kept_copy "$2")
  if [[ -f $copy && ! -L $copy ]]; then return 0; fi
  (umask 077 && put "$copy" cat -- "$1") && fail_point checkpoint.kept
}

# {"NAME":"digest",…} of the values of a file.
keys_of() {
  local name
  local -A texts=()
  local -a pairs=()
  read_entries "$1" texts
  while IFS= read -r name; do
    if [[ -n $name ]]; then pairs+=("$name=$(key_digest "${texts[$name]}")"); fi
  done < <(printf '%s\n' "${!texts[@]}" | sort)
  json_object "${pairs[@]}"
}

# settings_of_release [only-digests]: the JSON of the settings that the deployment has now, whose files are kept unless asked
# otherwise; nothing where nobody can tell. Fails where they cannot be kept.
settings_of_release() {
  local path digest comma='' kept files
  host_key || return 1
  files=$(setting_files) || return 0
  printf '['
  while IFS= read -r path; do
    if [[ -z $path ]]; then continue; fi
    digest=$(keyed_digest <"$path") || return 1
    kept=true
    if [[ -n ${1-} ]]; then kept=false; else keep "$path" "$digest" || return 1; fi
    printf '%s{"path":%s,"digest":"%s","kept":%s' "$comma" "$(json_string "$path")" "$digest" "$kept"
    if is_env_file "$path"; then printf ',"keys":%s' "$(keys_of "$path")"; fi
    printf '}'
    comma=,
  done <<<"$files"
  printf ']'
}
