# Whether what is checked out would come up as a release on record did: with its settings and its images.
# needs: settings/settings-on-record settings/keyed-digest docker/images journal/append
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

# comes_up_as NUMBER: so it does where nothing tells that it would not.
comes_up_as() {
  local digest path name image now
  if ! host_key; then return 0; fi
  while IFS=$'\t' read -r -u 7 digest _ path; do
    if [[ ! -f $path || $(keyed_digest <"$path") != "$digest" ]]; then return 1; fi
  done 7< <(settings_on_record "$1")
  while read -r -u 7 name image; do
    now=$(image_id "$name" || true)
    if [[ -n $now && $now != "$image" ]]; then return 1; fi
  done 7< <(named_images "$1")
}
