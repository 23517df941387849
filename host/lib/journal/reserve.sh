# A reserve of disk space in the state directory: $STATE/reserve. A full disk keeps nobody from what needs little room, a restart
# or another commit: the reserve is given up for that, and made again when there is plenty.
# gives: give_up_reserve spend_reserve keep_reserve
# reads: STATE

RESERVE=$((64 * 1024 * 1024))

# The KiB that are free on the disk of the state directory; fails where it does not say.
free_space() {
  local free
  free=$(timeout -k 1 5 df -Pk "$STATE" 2>/dev/null | awk 'NR == 2 { print $4 }') && is_number "$free" && printf '%s' "$free"
}

# Where less is free than journal and logs may need.
give_up_reserve() {
  local free
  if [[ -f $STATE/reserve ]] && free=$(free_space) && ((free < 50 * 1024)); then spend_reserve || true; fi
}

# Gives it up; fails where there is none.
spend_reserve() { [[ -f $STATE/reserve ]] && rm -f -- "$STATE/reserve"; }

# One that is in memory would be of no use.
keep_reserve() {
  local free
  if [[ -e $STATE/reserve || $(stat -f -c %T -- "$STATE" 2>/dev/null || true) == tmpfs ]]; then return 0; fi
  if ! free=$(free_space) || ((free < 1024 * 1024)); then return 0; fi
  (umask 077 && rm -f -- "$STATE/reserve.new" && fallocate -l "$RESERVE" "$STATE/reserve.new" && mv -fT "$STATE/reserve.new" "$STATE/reserve") 2>/dev/null ||
    rm -f -- "$STATE/reserve.new" 2>/dev/null || true
}
