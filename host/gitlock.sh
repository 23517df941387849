# Lock files in the checkout: one that a killed git left blocks every other git for ever.

# holder_of FILE: prints the process that holds a lock file or could hold it, as "<pid> <command>". Fails when
# there is none: no process has the file open, no git works in the checkout (by its directory or its
# arguments; one whose directory we may not read counts), and the file is old enough that a git which
# has only just begun would be seen.
holder_of() {
  local lock=$1 top process pid name at fd words age
  top=$(checkout_git rev-parse --show-toplevel)
  for process in /proc/[0-9]*; do
    pid=${process#/proc/}
    for fd in "$process"/fd/*; do
      if [[ $fd -ef $lock ]]; then
        printf '%s %s' "$pid" "$(<"$process/comm")"
        return
      fi
    done
    if ! read -r name 2>/dev/null <"$process/comm" || [[ $name != git && $name != git-* ]]; then continue; fi
    words=$(tr '\0' ' ' 2>/dev/null <"$process/cmdline" | cut -c1-200 || true)
    if at=$(readlink "$process/cwd") && [[ $at/ != "$top"/* && $words != *"$top"* ]]; then continue; fi
    if [[ -d $process ]]; then
      printf '%s %s' "$pid" "${words:-$name}"
      return
    fi
  done
  age=$(($(date +%s) - $(stat -c %Y "$lock" 2>/dev/null || date +%s)))
  if ((age < 3)); then printf '0 nobody who can be seen, but only %s s ago' "$age"; else return 1; fi
}

# free_checkout: moves locks that nobody holds aside, and notes it. Fails when one is still held after five
# seconds, and sets `held` to what stands in the way.
free_checkout() {
  local name lock aside holder tries
  for name in index.lock HEAD.lock ORIG_HEAD.lock refs/stash.lock logs/refs/stash.lock; do
    lock=$(checkout_git rev-parse --path-format=absolute --git-path "$name")
    tries=0
    while [[ -e $lock ]] && holder=$(holder_of "$lock"); do
      held="$lock is held by process $holder"
      if ((++tries > 20)); then return 1; fi
      sleep 0.25
    done
    [[ -e $lock ]] || continue
    aside=$(checkout_git rev-parse --absolute-git-dir)/${name//\//-}.stale-$(date -u +%Y%m%dT%H%M%S)
    mv -- "$lock" "$aside" || return 1
    note "a lock of git that nobody holds was moved aside: $lock, now $aside"
  done
}
