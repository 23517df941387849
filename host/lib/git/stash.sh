# Local modifications of tracked files, kept aside in a stash under a name of ours. Untracked files stay
# where they are, ignored ones too.
# needs: git/checkout
# gives: modified stash_named stash_away unstash put_leftovers_aside take_back_half
# reads: ROLLBACK

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
# stash_away NAME: what is modified goes into that stash. One that a killed git has made already, and taken out of the
# checkout in part perhaps, is not made twice; what was modified since then gets another name.
stash_away() {
  local stash
  stash=$(stash_named "$1") || return 1
  if [[ -z $stash ]]; then within stash_push "$1"; return; fi
  if is_in "$stash"; then clean; else put_leftovers_aside; fi
}
# Whether each file is as in HEAD, or as in that stash.
is_in() {
  local list=$WORK/half status=1
  if paths_between HEAD >"$list.way" && paths_between "$1" >"$list.open" && comm -z -12 "$list.way" "$list.open" >"$list" && [[ ! -s $list ]]; then status=0; fi
  rm -f "$list" "$list.way" "$list.open"
  return "$status"
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
  fail_point "$STEP.unstashing"
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

# take_back_half COMMIT: what a killed git has already made that of COMMIT on its way there, or removed, is as in HEAD
# again. What differs from both is somebody's; where a directory has come in the place of a file, or the other way round,
# and holds what is somebody's, it is left as it is: fails then, and sets `blocked` to its path.
take_back_half() {
  local top path half=$WORK/half
  blocked=''
  top=$(checkout_git rev-parse --show-toplevel)
  if paths_between HEAD "$1" >"$half.way" && paths_between "$1" >"$half.open" && comm -z -23 "$half.way" "$half.open" >"$half"; then
    # From here on no index knows what HEAD does not have.
    if [[ ! -s $half ]] || checkout_git -C "$top" --literal-pathspecs reset --quiet --pathspec-from-file=- --pathspec-file-nul HEAD -- <"$half"; then
      drop_copies "$1" cut
      while IFS= read -r -d '' path; do
        if is_open "$top" "$path"; then printf '%s\0' "$path"; else blocked=$path; fi
      done <"$half" >"$half.way"
      if [[ -s $half.way ]]; then
        tr '\0' '\n' <"$half.way" | sed 's/^/taken back, a half of a checkout: /'
        checkout_git -C "$top" checkout-index --force --quiet -z --stdin <"$half.way" || true
      fi
    fi
  fi
  rm -f "$half" "$half.way" "$half.open"
  [[ -z $blocked ]]
}
# is_open TOP PATH: whether git can write there without removing what it does not know.
is_open() {
  local parent=$2
  if [[ -d $1/$2 && ! -L $1/$2 ]]; then
    find "$1/$2" -depth -type d -empty -delete 2>/dev/null || true
    if [[ -e $1/$2 ]]; then return 1; fi
  fi
  while [[ $parent == */* ]]; do
    parent=${parent%/*}
    if [[ -L $1/$parent || (-e $1/$parent && ! -d $1/$parent) ]]; then return 1; fi
  done
}
# The paths that differ, from the top of the checkout, each ended by a NUL; with one commit those of the files as they are.
paths_between() { checkout_git diff --name-only --no-relative --no-renames --ignore-submodules=all -z "$@" -- | sort -z; }

# drop_copies COMMIT [cut]: removes untracked files that a killed git wrote on its way to COMMIT: what HEAD does not
# have, no index knows, and what is in COMMIT to the byte, or where it is known to have been cut off, to there.
drop_copies() {
  local top path
  top=$(checkout_git rev-parse --show-toplevel)
  while IFS= read -r -d '' path; do
    if ! is_known "$path" && is_copy "$top/$path" "$1:$path" "${2-}"; then
      printf 'removed, a copy of what is in %s: %s\n' "$1" "$path"
      rm -- "$top/$path"
    fi
  done < <(checkout_git diff --name-only --no-relative --no-renames --diff-filter=A -z HEAD "$1" --)
}
# A path stands for all below it, too.
is_known() { checkout_git ls-files --full-name -z -- ":(top,literal)$1" | grep -zqxF -- "$1"; }
# is_copy FILE BLOB [cut]
is_copy() {
  if [[ -L $1 ]]; then
    cmp -s <(readlink -n -- "$1") <(checkout_git cat-file blob "$2")
  elif [[ -f $1 ]]; then
    if [[ $(checkout_git hash-object -- "$1") == $(checkout_git rev-parse "$2") ]]; then return 0; fi
    [[ -n $3 ]] && cmp -s -n "$(stat -c %s -- "$1")" -- "$1" <(checkout_git cat-file --filters "$2")
  else
    return 1
  fi
}
