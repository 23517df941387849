# What queries/detect.sh tells of settings that were changed by hand since a rollback: names of files, and no value.
# needs: settings/keyed-digest
# gives: settings_touched
# reads: STATE

# Of how many rollbacks it is told, the newest ones.
ROLLBACKS_LEFT=2

# settings_touched: `ROLLBACK PATH` with a tab between, a line each, of what is not as the rollback has left it.
settings_touched() {
  local file digest path now
  local -a left
  if [[ ! -s $(settings_directory)/key ]] || ! host_key; then return 0; fi
  mapfile -t left < <(find "$STATE" -mindepth 2 -maxdepth 2 -path "$STATE/r-*" -name settings-left -printf '%T@ %p\n' 2>/dev/null | sort -rn | head -n "$ROLLBACKS_LEFT" | cut -d ' ' -f 2-)
  for file in "${left[@]}"; do
    if [[ ! -r $file ]]; then continue; fi
    while IFS=$'\t' read -r digest path; do
      now=-
      if [[ -f $path ]]; then now=$(keyed_digest <"$path" 2>/dev/null || printf '?'); fi
      if [[ $now != "$digest" ]]; then printf '%s\t%s\n' "$(basename "${file%/*}")" "$path"; fi
    done <"$file"
  done
}
