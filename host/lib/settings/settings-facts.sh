# What queries/target.sh tells of the settings of a release on record beside those of today: names, never a value.
# needs: settings/env-entries settings/keyed-digest settings/settings-on-record secrets
# gives: settings_facts

# Where a text has an address with a password in it, a tab and that.
password_in() { if [[ $1 =~ ://[^/@:[:space:]]*:[^/@[:space:]]+@ ]]; then printf '\tpassword'; fi; }

# differing_keys FILE OTHER: `STATE NAME`, and `password`, of each that is not the same in both, a line each: `differs`; `lacks` where FILE lacks
# it; `added` where OTHER does.
differing_keys() {
  local name
  local -A today=() then_had=()
  read_entries "$1" today
  read_entries "$2" then_had
  for name in "${!then_had[@]}"; do
    if [[ ! -v today[$name] ]]; then
      printf 'lacks\t%s\n' "$name"
    elif [[ $(value_of "${today[$name]}") != "$(value_of "${then_had[$name]}")" ]]; then
      printf 'differs\t%s%s\n' "$name" "$(password_in "${today[$name]}${then_had[$name]}")"
    fi
  done
  for name in "${!today[@]}"; do
    if [[ ! -v then_had[$name] ]]; then printf 'added\t%s%s\n' "$name" "$(password_in "${today[$name]}")"; fi
  done
}

# secrets_in FILE OTHER: names that are called as secrets are and have a value in lines of a file of YAML which OTHER lacks, a line
# each. A value by a variable stands elsewhere.
secrets_in() {
  { grep -vxFf "$2" -- "$1" || true; } |
    { grep -oE "(^|[{,])[[:space:]]*(-[[:space:]]+)?[\"']?[A-Za-z_][A-Za-z0-9_.-]*[\"']?[[:space:]]*[:=][[:space:]]*[\"']?[^][:space:]\"'\$#{}&*[]" || true; } |
    sed -E "s/^[{,]?[[:space:]]*(-[[:space:]]+)?[\"']?//; s/[^A-Za-z0-9_.-].*//" | { grep -iE -- "$SECRET_NAMES" || true; } | sort -u
}
# tell_secrets PATH COPY: those that come with a file that is taken as a whole.
tell_secrets() {
  local name other=/dev/null
  if is_env_file "$1"; then return 0; fi
  if [[ -f $1 ]]; then other=$1; fi
  while IFS= read -r name; do printf '%s\tsecret\t%s\n' "$1" "$name"; done < <(secrets_in "$2" "$other")
}

# settings_facts NUMBER: `PATH STATE NAME` with tabs between, a line each: of a whole file `same`, `differs`, `absent` where it is
# not there today, `lost` where its content is not kept; of each name of a file that differs as above; `secret` of each that comes
# with a file of YAML.
settings_facts() {
  local digest path copy
  if [[ ! -s $(settings_directory)/key ]] || ! host_key; then return 0; fi
  while IFS=$'\t' read -r digest _ path; do
    if [[ -f $path && $(keyed_digest <"$path" 2>/dev/null || true) == "$digest" ]]; then
      printf '%s\tsame\t\n' "$path"
    elif ! copy=$(intact "$digest"); then
      printf '%s\tlost\t\n' "$path"
    elif [[ ! -f $path ]]; then
      printf '%s\tabsent\t\n' "$path"
      tell_secrets "$path" "$copy"
    else
      printf '%s\tdiffers\t\n' "$path"
      tell_secrets "$path" "$copy"
      if is_env_file "$path"; then differing_keys "$path" "$copy" | sort | sed "s|^|${path//[&|\\]/\\&}\t|"; fi
    fi
  done < <(settings_on_record "$1")
}
