# Returns the checkout to the commit that a rollback has left, with its local modifications.
# theirs, ours: the names of the stashes of that rollback and of this undo. kept: what is to be said of stashes that stay.
# needs: git/checkout git/lock git/stash step/deadline step/step step/undo-services
# gives: checkout_back
# reads: COMMIT OF STATE

# What steps/revert.sh wrote down before the first file changed: its target, and the branch that it left.
target='' branch=''
read_mark() {
  if [[ -s $STATE/$OF/checkout ]]; then { read -r target && { read -r branch || true; }; } <"$STATE/$OF/checkout"; fi
}

# Modifications that are not the rollback's get a stash of their own: somebody made them since.
put_aside() {
  if ! modified; then return 0; fi
  stash_away "$ours" && kept+=", local modifications made since are in the stash \"$ours\""
}

# Back at COMMIT, on the branch of then where it still is there, without modifications.
move_back() {
  local aside
  local -a to=(--detach "$COMMIT" --)
  # Git takes a branch whose name begins with "-" for an option.
  if [[ -n $branch && $branch != -* && $(local_commit "refs/heads/$branch" || true) == "$COMMIT" ]]; then to=("$branch" --); fi
  within checkout_git checkout --no-overwrite-ignore "${to[@]}" && return
  aside=$kept kept=''
  take_back_half "$COMMIT" || { kept=$aside; return 1; }
  if ! put_leftovers_aside || ! unstash "$ours"; then kept=$aside$kept; fi
  return 1
}

checkout_back() {
  local stash
  read_mark
  stash=$(stash_named "$theirs") || { failed undo.stash-failed "the checkout: its stashes cannot be listed"; return; }
  if [[ -z $stash$target && $(local_commit HEAD || true) == "$COMMIT" ]]; then return; fi
  free_checkout || { failed git.busy "the checkout: $held"; return; }
  if [[ $(local_commit HEAD || true) == "$COMMIT" ]]; then
    # Cut off before its modifications were taken out, or after they were put back.
    if [[ -n $stash ]] && modified && checkout_git diff --quiet --ignore-submodules=all "$stash" --; then
      checkout_git stash drop --quiet "$stash" || failed undo.stash-failed "the stash \"$theirs\" cannot be dropped"
      return
    fi
    if [[ -n $target ]]; then
      take_back_half "$target" || { failed undo.checkout-blocked "the checkout: $blocked is in the way"; return; }
    fi
    put_aside || { failed undo.stash-failed 'the local modifications, which cannot be stashed'; return; }
    bring_others_back
    if [[ $(local_commit HEAD || true) != "$COMMIT" ]]; then
      move_back || { failed undo.checkout-failed "the checkout: commit ${COMMIT:0:12} cannot be checked out"; return; }
    fi
    # Somebody has gone back to the commit alone.
    if [[ -n $branch ]] && ! checkout_git symbolic-ref -q HEAD >/dev/null && ! move_back; then
      failed undo.checkout-failed "the checkout: branch $branch cannot be checked out"
      return
    fi
  else
    # A copy of us may have been cut off on its way.
    if (($(journaled begin '"step":"undo"' | wc -l) > 1)); then
      take_back_half "$COMMIT" || { failed undo.checkout-blocked "the checkout: $blocked is in the way"; return; }
    fi
    put_aside || { failed undo.stash-failed 'the checkout: local modifications made since cannot be stashed'; return; }
    fail_point undo.put-aside
    bring_others_back
    move_back || { failed undo.checkout-failed "the checkout: commit ${COMMIT:0:12} cannot be checked out"; return; }
  fi
  fail_point undo.moved
  # From here on only the stash is left to do, should we be cut off.
  rm -f "$STATE/$OF/checkout"
  fail_point undo.unmarked
  unstash "$theirs" || failed undo.modifications-kept "the local modifications: they stay in the stash \"$theirs\", which does not fit"
}
