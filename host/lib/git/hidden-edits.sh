# Edits that git was told not to see: `git status` and a stash pass over them, and a checkout fails on them.
# needs: git/checkout git/unfiltered
# gives: hidden_edits

# hidden_edits COMMIT: tracked files that are edited, that COMMIT has otherwise than HEAD, and that are marked: the mark, a tab
# and the path, each ended by a NUL.
hidden_edits() {
  local tag path mark uppermost
  local -a unfiltered
  local -A marked=()
  while IFS= read -r -d '' path; do
    tag=${path%% *} path=${path#* }
    case $tag in
      [Ss]) marked[$path]=skip-worktree ;;
      [a-z]) marked[$path]=assume-unchanged ;;
    esac
  done < <(checkout_git ls-files -z -v --full-name -- ':(top)')
  if ((${#marked[@]} == 0)); then return 0; fi
  without_filters
  uppermost=$(checkout_git rev-parse --show-toplevel) || return 1
  checkout_git diff --name-only -z --no-renames --no-relative --ignore-submodules=all HEAD "$1" -- |
    while IFS= read -r -d '' path; do
      mark=${marked[$path]-}
      if [[ -n $mark ]] && is_edited "$path"; then printf '%s\t%s\0' "$mark" "$path"; fi
    done
}

# Whether a file is there, and is not as the index has it.
is_edited() {
  local place=$uppermost/$1 hash
  if [[ -L $place ]]; then
    hash=$(readlink -n -- "$place" | checkout_git hash-object --stdin)
  elif [[ -f $place ]]; then
    if as_written "$1"; then return 1; fi
    hash=$(checkout_git "${unfiltered[@]}" hash-object --path="$1" -- "$place")
  else
    return 1
  fi
  [[ $hash != $(checkout_git rev-parse ":0:$1") ]]
}
