# What configs and secrets are that have their content from a variable (`environment:`): Compose prints its name alone, and no
# hash of a service has the value in it.
# needs: docker/compose
# gives: given_values given_unset changed_values

# The variables by which a definition gives them their content, a line each.
given_names() { awk '/^[^ ]/ { inside = /^(configs|secrets):/ } inside && /^    environment: / { print $2 }' "$1" | tr -d '"' | grep -xE '[A-Za-z_][A-Za-z0-9_]*' | sort -u; }

# filled_in DIRECTORY DEFINITION OTHERWISE FILE: what Compose fills in for `${NAME}` with that behind NAME, of each of these variables,
# for the files there, `NAME: VALUE` a line; asked by way of FILE.
filled_in() {
  local name
  local -a names
  mapfile -t names < <(given_names "$2")
  if ((${#names[@]} == 0)); then return 0; fi
  { printf 'x-given:\n' && for name in "${names[@]}"; do printf '  %s: "$%s"\n' "$name" "{$name$3}"; done; } >"$4"
  compose_at "$1" -f "$4" config 2>/dev/null | awk '/^[^ ]/ { inside = /^x-given:/; next } inside'
}

# given_values DIRECTORY DEFINITION FILE: the values that these variables have for the files there, written to FILE, in which
# what is secret may be. FILE is empty where nothing is given so, or Compose cannot tell.
given_values() { filled_in "$1" "$2" - "$3.yml" >"$3" || : >"$3"; }

# given_unset DIRECTORY DEFINITION: those of these variables that nobody supplies, a line each: of them Compose warns nobody, and
# brings nothing up.
given_unset() { { filled_in "$1" "$2" +supplied "$2.names.yml" || true; } | awk '!/supplied/ { sub(/:.*/, ""); print $1 }'; }

# value_given NAME FILE: the lines of one of them.
value_given() { awk -v name="$1" '/^  [^ ]/ { inside = index($0, "  " name ":") == 1 } inside' "$2"; }

# changed_values DEFINITION FILE OTHER: the variables whose values are not the same in both files, or unknown, a line each.
changed_values() {
  local name value
  while IFS= read -r name; do
    value=$(value_given "$name" "$2")
    if [[ -z $value || $value != "$(value_given "$name" "$3")" ]]; then printf '%s\n' "$name"; fi
  done < <(given_names "$1")
}
