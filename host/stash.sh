# Local modifications of tracked files, kept aside in a stash under a name of ours. Untracked files stay
# where they are, ignored ones too.

# Whether anything is; where git cannot tell it may be.
modified() {
  local files
  files=$(modified_files --ignore-submodules=all | tr '\0' '\n') || return 0
  [[ -n $files ]]
}

# stash_named NAME: that stash, if there is one; the oldest, should an interrupted checkout have left another.
stash_named() {
  checkout_git stash list --format=%gs |
    awk -v name=": $1" 'substr($0, length($0) - length(name) + 1) == name { at = NR } END { if (at) print "stash@{" at - 1 "}" }'
}

stash_push() {
  checkout_git -c user.name=chronos-rollback -c user.email=chronos-rollback@localhost stash push -m "$1"
}
stash_away() { within stash_push "$1"; }

# unstash NAME: puts that stash back into a checkout without modifications, or leaves both as they are and fails.
unstash() {
  local stash
  stash=$(stash_named "$1") || return 1
  if [[ -z $stash ]]; then return 0; fi
  drop_copies "$stash"
  checkout_git stash pop --index "$stash" && return
  clean
  checkout_git stash pop "$stash" && return
  clean
  return 1
}

# After a checkout that failed, halfway perhaps: what is modified goes to a stash, where a reset would lose an
# edit that somebody made since the last one. Adds to `kept` where it is. Without `within`, as its time may be over.
put_leftovers_aside() {
  local leftovers="chronos-rollback $ROLLBACK leftovers"
  if ! modified; then return 0; fi
  if stash_push "$leftovers"; then
    kept+=", what was modified meanwhile is in the stash \"$leftovers\""
  else
    kept+=', what was modified meanwhile cannot be stashed and stays as it is'
    return 1
  fi
}

clean() { checkout_git reset --hard --quiet --no-recurse-submodules; }

# drop_copies COMMIT: removes untracked files that a killed git wrote on its way to COMMIT: what HEAD does not
# have, no index knows, and what is in COMMIT to the byte.
drop_copies() {
  local top path
  top=$(checkout_git rev-parse --show-toplevel)
  while IFS= read -r -d '' path; do
    if [[ -f $top/$path && ! -L $top/$path && -z $(checkout_git ls-files -- ":(top,literal)$path") &&
      $(checkout_git hash-object -- "$top/$path") == $(checkout_git rev-parse "$1:$path") ]]; then
      printf 'removed, a copy of what is in %s: %s\n' "$1" "$path"
      rm -- "$top/$path"
    fi
  done < <(checkout_git diff --name-only --no-relative --no-renames --diff-filter=A -z HEAD "$1")
}
