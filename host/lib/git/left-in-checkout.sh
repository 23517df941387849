# What rollbacks have left in the checkout's git.
# needs: git/checkout
# gives: own_stashes moved_locks

# The stashes with local work, the last one first, so that each line which drops one leaves the numbers of those behind: `stash@{N}`
# and its name, with a tab between.
own_stashes() { { checkout_git stash list --format='%gd%x09%gs' 2>/dev/null || true; } | { grep -E $'\t''.*: chronos-rollback r-[0-9a-f]{8}( undo| leftovers)?$' || true; } | tac; }

# Locks of git that were moved aside, as nobody held them.
moved_locks() {
  local place file
  place=$(checkout_git rev-parse --absolute-git-dir 2>/dev/null) || return 0
  for file in "$place"/*.lock.stale-[0-9]*T[0-9]*; do if [[ -f $file ]]; then printf '%s\n' "$file"; fi; done
}
