# Lock files in the checkout: one that a killed git left blocks every other git for ever.
# needs: git/checkout
# gives: lock_holder free_checkout

# The process that has a lock open, or a git at work in the checkout: while it calls an editor it has
# nothing open. One of another user, whose directory we may not see, counts.
lock_holder() {
  local open process name words place top directory
  open=$(realpath "$1" | sed 's/[][*?\\]/\\&/g')
  open=$(find /proc/[0-9]*/fd -maxdepth 1 -lname "$open" -print -quit 2>/dev/null || true)
  if [[ -n $open ]]; then
    process=${open#/proc/} process=${process%%/*}
    printf '%s %s' "$process" "$(cat "/proc/$process/comm" 2>/dev/null || true)"
    return
  fi
  top=$(checkout_git rev-parse --show-toplevel || true)
  directory=$(checkout_git rev-parse --absolute-git-dir || true)
  for process in /proc/[0-9]*; do
    name=$(cat "$process/comm" 2>/dev/null || true)
    if [[ $name != git && $name != git-* ]]; then continue; fi
    words=$(tr '\0' ' ' 2>/dev/null <"$process/cmdline" | cut -c1-200 || true)
    if [[ $words == *daemon* ]]; then continue; fi
    place=$(readlink "$process/cwd" || true)
    if [[ -z $place ]] && is_over "$process"; then continue; fi
    case ${place:-$top}/ in
      "$top"/* | "$directory"/*)
        printf '%s %s' "${process#/proc/}" "${words:-$name}"
        return
        ;;
    esac
  done
}

# Whether a process has ended meanwhile: on a busy host there are always some.
is_over() {
  local line
  { read -r line <"$1/stat"; } 2>/dev/null || return 0
  [[ ${line##*) } == [ZX]* ]]
}

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
    note note.lock-moved "a lock of git that nobody holds was moved aside: $lock, now $aside"
  done
}
