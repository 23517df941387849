# Which names of the files that Compose reads for the definition's variables the values there are made of: names, and no value.
# needs: settings/env-entries settings/keyed-digest settings/settings-on-record docker/compose
# gives: setting_references
# reads: DIRECTORY ENV_FILES

# names_within FILE: `NAME OTHER` of each variable in a value, a line each. What stands in single quotes has none.
names_within() {
  local name rest
  local -A texts=()
  read_entries "$1" texts
  for name in "${!texts[@]}"; do
    rest=${texts[$name]}
    if [[ $rest != *\$* || $(value_of "$rest") == "'"* ]]; then continue; fi
    rest=${rest//\\\$/}
    while [[ $rest =~ \$\{?([A-Za-z_][A-Za-z0-9_]*) ]]; do
      printf '%s %s\n' "$name" "${BASH_REMATCH[1]}"
      rest=${rest#*"${BASH_REMATCH[0]}"}
    done
  done
}

# setting_references NUMBER: the same of today's files and of those of a release on record. What is no name in any of them is part
# of a value, and is not told.
setting_references() {
  local path copy file name other
  local -a files=()
  local -A known=()
  if [[ ! -s $(settings_directory)/key ]] || ! host_key; then return 0; fi
  while IFS= read -r path; do
    path=$(realpath -ms -- "$path")
    if [[ -f $path && -r $path ]]; then files+=("$path"); fi
    if copy=$(kept_of "$1" "$path"); then files+=("$copy"); fi
  done < <(if [[ -n ${ENV_FILES-} ]]; then env_files_of "${DIRECTORY%/}"; else printf '%s\n' "${DIRECTORY%/}/.env"; fi)
  for file in "${files[@]}"; do read_entries "$file" known; done
  for file in "${files[@]}"; do names_within "$file"; done | sort -u | while read -r name other; do
    if [[ -v known[$other] ]]; then printf '%s %s\n' "$name" "$other"; fi
  done
}
