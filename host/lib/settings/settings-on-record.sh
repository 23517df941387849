# The settings of a release on record: which files it had, and what is kept of them.
# needs: settings/keyed-digest journal/append
# gives: line_on_record settings_on_record keys_on_record intact kept_of
# reads: STATE

unescaped() {
  local text=${1//\\\"/\"}
  printf '%s' "${text//\\\\/\\}"
}

# The line of a release, by its number.
line_on_record() { { whole_lines_of "$STATE/deployments.jsonl" 2>/dev/null || true; } | grep -aF "{\"v\":2,\"number\":$1," | tail -n 1 || true; }

# settings_on_record NUMBER: `DIGEST KEPT PATH` of each file, with tabs between, a line each; nothing where that release has none
# on record.
settings_on_record() {
  local line entry='\{"path":"(([^"\\]|\\.)*)","digest":"([0-9a-f]{64})","kept":(true|false)'
  line=$(line_on_record "$1")
  while [[ $line =~ $entry ]]; do
    printf '%s\t%s\t%s\n' "${BASH_REMATCH[3]}" "${BASH_REMATCH[4]}" "$(unescaped "${BASH_REMATCH[1]}")"
    line=${line#*"${BASH_REMATCH[0]}"}
  done
}

# keys_on_record NUMBER FILE: `NAME DIGEST` of each name that the file had, a line each; nothing where the record does not tell.
keys_on_record() {
  local line keys entry='\{"path":"(([^"\\]|\\.)*)","digest":"[0-9a-f]{64}","kept":(true|false),"keys":(\{[^}]*\})'
  line=$(line_on_record "$1")
  while [[ $line =~ $entry ]]; do
    keys=${BASH_REMATCH[4]} line=${line#*"${BASH_REMATCH[0]}"}
    if [[ $(unescaped "${BASH_REMATCH[1]}") != "$2" ]]; then continue; fi
    while [[ $keys =~ \"([A-Za-z0-9_.-]+)\":\"([0-9a-f]{32})\" ]]; do
      printf '%s %s\n' "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
      keys=${keys#*"${BASH_REMATCH[0]}"}
    done
  done
}

# intact DIGEST: where that content is kept; fails where it is not, or is not what it was.
intact() {
  local copy
  copy=$(kept_copy "$1")
  [[ -f $copy && ! -L $copy && -r $copy && $(keyed_digest <"$copy") == "$1" ]] && printf '%s' "$copy"
}

# kept_of NUMBER FILE: where that release's content of a file is kept; fails where it is not, or is not what it was.
kept_of() {
  local digest path
  while IFS=$'\t' read -r digest _ path; do
    if [[ $path == "$2" ]] && intact "$digest"; then return 0; fi
  done < <(settings_on_record "$1")
  return 1
}
