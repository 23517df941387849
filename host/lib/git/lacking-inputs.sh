# What a release reads of the checkout and its commit does not have: Docker makes an empty directory of a path that it mounts.
# needs: git/checkout git/unknown-inputs
# gives: lacking_inputs
# reads: COMMIT

# lacking_inputs: those of the paths of standard input, a line each, that HEAD has and COMMIT has not.
lacking_inputs() {
  local path place
  local -a types
  while IFS= read -r path; do
    place=$(inside "$path")
    if [[ -z $place || $place == . ]]; then continue; fi
    mapfile -t types < <(printf '%s\n' "HEAD:$place" "$COMMIT:$place" | checkout_git cat-file --batch-check='%(objecttype)')
    if [[ ${types[0]} == @(blob|tree) && ${types[1]} == *' missing' ]]; then printf '%s\n' "$path"; fi
  done
}
