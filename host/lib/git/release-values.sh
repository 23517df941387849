# Variables whose text tells the release: `{commit}`, `{commit:7}` and `{tag}` in their values.
# needs: git/checkout
# gives: values_at exact_tag
# reads: VARIABLES

# The tag that names a commit; nothing where none does.
exact_tag() { checkout_git describe --tags --exact-match "$1" 2>/dev/null || true; }

# values_at COMMIT: VARIABLES with the values that they have for it. What needs a tag that is not there is left out.
values_at() {
  local line value part tag commit
  commit=$(local_commit "$1") || return 1
  tag=$(exact_tag "$commit")
  while IFS= read -r line; do
    value=${line#*=}
    if [[ $line != *=* || ($value == *'{tag}'* && -z $tag) ]]; then continue; fi
    value=${value//'{tag}'/"$tag"}
    value=${value//'{commit}'/"$commit"}
    while [[ $value =~ \{commit:([0-9]+)\} ]]; do
      part=${commit:0:BASH_REMATCH[1]}
      value=${value//"${BASH_REMATCH[0]}"/"$part"}
    done
    printf '%s=%s\n' "${line%%=*}" "$value"
  done <<<"${VARIABLES-}"
}
