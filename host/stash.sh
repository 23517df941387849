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
# stash_away NAME: what is modified goes into that stash. One that a killed git has made already, and then not taken out
# of the checkout, is not made twice.
stash_away() {
  local stash
  stash=$(stash_named "$1") || return 1
  if [[ -n $stash ]] && checkout_git diff --quiet --ignore-submodules=all "$stash"; then clean; else within stash_push "$1"; fi
}

# unstash NAME: puts that stash back into the checkout, or leaves both as they are and fails. What somebody has modified
# meanwhile is put aside first.
unstash() {
  local stash
  stash=$(stash_named "$1") || return 1
  if [[ -z $stash ]]; then return 0; fi
  put_leftovers_aside || return 1
  # By now it may have another number.
  stash=$(stash_named "$1") || return 1
  drop_copies "$stash"
  checkout_git stash pop --index "$stash" && return
  drop_merge
  checkout_git stash pop "$stash" && return
  drop_merge
  return 1
}
# A pop that was turned down has touched nothing.
drop_merge() { if [[ -n $(checkout_git ls-files --unmerged | head -c 1) ]]; then clean; fi; }

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

# take_back_half COMMIT: tracked files that a killed git has already made those of COMMIT on its way there, or removed, are
# as in HEAD again. What differs from both is somebody's.
take_back_half() {
  local top half=$WORK/half
  top=$(checkout_git rev-parse --show-toplevel)
  if paths_between HEAD "$1" >"$half.way" && paths_between "$1" >"$half.open" && comm -z -23 "$half.way" "$half.open" >"$half" && [[ -s $half ]]; then
    tr '\0' '\n' <"$half" | sed 's/^/taken back, a half of a checkout: /'
    if checkout_git -C "$top" --literal-pathspecs reset --quiet --pathspec-from-file=- --pathspec-file-nul HEAD <"$half"; then
      checkout_git -C "$top" checkout-index --force -z --stdin <"$half" || true
    fi
  fi
  rm -f "$half" "$half.way" "$half.open"
}
# The paths that differ, from the top of the checkout, each ended by a NUL; with one commit those of the files as they are.
paths_between() { checkout_git diff --name-only --no-relative --no-renames --ignore-submodules=all -z "$@" -- | sort -z; }

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
