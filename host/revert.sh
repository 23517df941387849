# Checks the target commit out. Local modifications of tracked files are stashed under the rollback's
# id; untracked files stay where they are.
begin revert

stashed=''
if [[ -n $(checkout_git diff --name-only HEAD --) ]]; then
  checkout_git -c user.name=chronos-rollback -c user.email=chronos-rollback@localhost \
    stash push -m "chronos-rollback $ROLLBACK" || fail 'local modifications cannot be stashed'
  stashed=", local modifications in the stash \"chronos-rollback $ROLLBACK\""
fi

if ! checkout_git checkout --detach "$COMMIT"; then
  if [[ -n $stashed ]]; then checkout_git stash pop || true; fi
  fail "commit ${COMMIT:0:12} cannot be checked out"
fi
head=$(checkout_git rev-parse HEAD)
[[ $head == "$COMMIT" ]] || fail "the checkout is at ${head:0:12} after the checkout of ${COMMIT:0:12}"
succeed "at ${COMMIT:0:12}$stashed"
