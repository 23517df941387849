# Checks the target commit out. Local modifications of tracked files are stashed under the rollback's
# id; untracked files stay where they are, ignored ones too.
begin revert
name="chronos-rollback $ROLLBACK"

# The stash of this rollback, if there is one; the oldest, should an interrupted checkout have left another.
our_stash() {
  checkout_git stash list --format=%gs |
    awk -v name=": $name" 'substr($0, length($0) - length(name) + 1) == name { at = NR } END { if (at) print "stash@{" at - 1 "}" }'
}

# Everything as it was before a checkout that failed, halfway perhaps.
put_back() {
  local stash
  stash=$(our_stash)
  checkout_git reset --hard --quiet --no-recurse-submodules
  if [[ -z $stash ]]; then return; fi
  checkout_git stash pop --index "$stash" || checkout_git stash pop "$stash" || kept=", local modifications are in the stash \"$name\""
}

lock=$(checkout_git rev-parse --path-format=absolute --git-path index.lock)
[[ ! -e $lock ]] || fail "another git is at work in the checkout, or was killed there: $lock"
if [[ -n $(modified_files --ignore-submodules=all | tr '\0' '\n') ]]; then
  within checkout_git -c user.name=chronos-rollback -c user.email=chronos-rollback@localhost \
    stash push -m "$name" || fail 'local modifications cannot be stashed'
fi

kept=''
if ! within checkout_git checkout --no-overwrite-ignore --detach "$COMMIT"; then
  put_back || true
  fail "commit ${COMMIT:0:12} cannot be checked out$kept"
fi
head=$(checkout_git rev-parse HEAD)
[[ $head == "$COMMIT" ]] || fail "the checkout is at ${head:0:12} after the checkout of ${COMMIT:0:12}"
if [[ -n $(our_stash) ]]; then kept=", local modifications in the stash \"$name\""; fi
succeed "at ${COMMIT:0:12}$kept"
