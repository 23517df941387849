# What queries/target.sh tells of files that containers may have of another commit: they were started while that one was
# checked out.
# needs: git/checkout
# gives: since_facts tracked_among
# SINCE: those commits.
# reads: COMMIT SINCE

# The files that differ between each commit of SINCE and this one: that commit and a path, or nothing where it is gone. A
# line without a path says that it is known.
differing_since() {
  local commit
  for commit in ${SINCE-}; do
    if ! local_commit "$commit" >/dev/null; then continue; fi
    printf '%s \0' "$commit"
    checkout_git diff --name-only -z --no-renames --no-relative --ignore-submodules=all "$commit" "$1" -- | sed -z "s/^/$commit /"
  done
}

since_facts() {
  differing_since HEAD | fact since.current
  differing_since "$COMMIT" | fact since.target
}

# tracked_among DEFINITION: what services of a definition have mounted of what the commit has, relative to the checkout's
# uppermost directory, which is `.` itself.
tracked_among() {
  local source
  local -a inside=()
  while IFS= read -r source; do
    if [[ $source == "$top" ]]; then printf '.\0'; fi
    if [[ $source == "$top"/* ]]; then inside+=("${source#"$top/"}"); fi
  done < <(sed -nE "s/^ +(source|file): [\"']?([^\"']*)[\"']?$/\2/p" "$1" | sort -u)
  if ((${#inside[@]})); then checkout_git ls-tree -z --name-only --full-tree "$COMMIT" -- "${inside[@]}"; fi
}
