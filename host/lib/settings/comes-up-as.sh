# Whether what is checked out would come up as a release on record did: with its settings and its images.
# needs: settings/settings-on-record settings/keyed-digest settings/env-entries docker/images journal/append
# gives: comes_up_as

# named_images NUMBER: `NAME IMAGE` of each service of a release on record, a line each.
named_images() {
  local line references images service name
  line=$(line_on_record "$1")
  references=$(sed -nE 's/.*"references":(\{[^}]*\}).*/\1/p' <<<"$line")
  images=$(sed -nE 's/.*"images":(\{[^}]*\}).*/\1/p' <<<"$line")
  while [[ $references =~ \"([^\"]+)\":\"([^\"]*)\" ]]; do
    service=${BASH_REMATCH[1]} name=${BASH_REMATCH[2]} references=${references#*"${BASH_REMATCH[0]}"}
    if [[ $images =~ \"$service\":\"(sha256:[0-9a-f]{64})\" ]]; then printf '%s %s\n' "$name" "${BASH_REMATCH[1]}"; fi
  done
}

# has_values FILE OTHER: whether two files of NAME=value have the same names with the same values, however they are written.
has_values() {
  local name
  local -A now=() other=()
  read_entries "$1" now
  read_entries "$2" other
  if ((${#now[@]} != ${#other[@]})); then return 1; fi
  for name in "${!other[@]}"; do
    if [[ ${now[$name]-} == "${other[$name]}" ]]; then continue; fi
    if [[ ! -v now[$name] || $(plain_value "${now[$name]}") != "$(plain_value "${other[$name]}")" ]]; then return 1; fi
  done
}

# is_text TEXT DIGEST: whether a name has that text, ends of lines of Windows and a comment behind it left out.
is_text() {
  local text=${1//$'\r'/}
  [[ $(key_digest "$1") == "$2" || $(key_digest "$text") == "$2" || $(key_digest "$(sed -zE 's/[[:space:]]+#.*$//' <<<"$text")") == "$2" ]]
}

# has_keys FILE NUMBER: whether a file has just the names that a release had there, with the same text each by its digest. Fails
# where the record has none of them.
has_keys() {
  local name digest recorded
  local -A now=()
  recorded=$(keys_on_record "$2" "$1") && [[ -n $recorded ]] || return 1
  read_entries "$1" now
  if (($(wc -l <<<"$recorded") != ${#now[@]})); then return 1; fi
  while read -r name digest; do
    if [[ ! -v now[$name] ]] || ! is_text "${now[$name]}" "$digest"; then return 1; fi
  done <<<"$recorded"
}

# has_settings FILE DIGEST NUMBER: whether a file says what it said then: comments, empty lines and ends of lines do not count.
has_settings() {
  local copy
  if [[ ! -f $1 ]]; then return 1; fi
  if [[ $(keyed_digest <"$1") == "$2" ]]; then return 0; fi
  if ! is_env_file "$1"; then return 1; fi
  if copy=$(intact "$2"); then has_values "$1" "$copy"; else has_keys "$1" "$3"; fi
}

# comes_up_as NUMBER: so it does where nothing tells that it would not.
comes_up_as() {
  local digest path name image now
  if ! host_key; then return 0; fi
  while IFS=$'\t' read -r -u 7 digest _ path; do
    if ! has_settings "$path" "$digest" "$1"; then return 1; fi
  done 7< <(settings_on_record "$1")
  while read -r -u 7 name image; do
    now=$(image_id "$name" || true)
    if [[ -n $now && $now != "$image" ]]; then return 1; fi
  done 7< <(named_images "$1")
}
