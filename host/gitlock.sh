# Lock files in the checkout: one that a killed git left blocks every other git for ever.

# free_checkout: moves locks aside that no living process has or could have (see lock_holder) and that are
# old enough for a git that has only just begun to be seen; and notes it. Fails when one is still held after
# five seconds, and sets `held` to what stands in the way.
free_checkout() {
  local name lock aside holder end=$((SECONDS + 5))
  for name in index.lock HEAD.lock ORIG_HEAD.lock refs/stash.lock logs/refs/stash.lock; do
    lock=$(checkout_git rev-parse --path-format=absolute --git-path "$name")
    while [[ -e $lock ]]; do
      holder=$(lock_holder "$lock")
      if [[ -z $holder ]] && (($(date +%s) - $(stat -c %Y "$lock" 2>/dev/null || echo 0) >= 3)); then break; fi
      held="$lock${holder:+ is held by process $holder}"
      if ((SECONDS >= end)); then return 1; fi
      sleep 0.25
    done
    if [[ ! -e $lock ]]; then continue; fi
    aside=$(checkout_git rev-parse --absolute-git-dir)/${name//\//-}.stale-$(date -u +%Y%m%dT%H%M%S)
    held="$lock cannot be moved aside"
    mv -- "$lock" "$aside" || return 1
    note "a lock of git that nobody holds was moved aside: $lock, now $aside"
  done
}
