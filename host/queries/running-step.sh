# Tells whether a step is at work, and which one rollback ROLLBACK has begun last. Reads only; prints facts like
# queries/detect.sh.
# needs: journal/journal
# reads: ROLLBACK STATE

# The lock is an open file: it ends with its last process, so it is never stale. One that we may not open is another
# user's, who is at work for all we know.
if [[ ! -e $STATE/lock ]] || flock -n "$STATE/lock" true 2>/dev/null; then exit 0; fi
printf yes | fact held

# The first process that has the lock open; none where it is another user's.
lock=$(realpath "$STATE/lock" | sed 's/[][*?\\]/\\&/g')
pid=$({ find /proc/[0-9]*/fd -maxdepth 1 -lname "$lock" -printf '%H\n' 2>/dev/null || true; } | sed 's/[^0-9]//g' | sort -n | head -n 1)
if [[ -n $pid ]]; then
  printf '%s' "$pid" | fact pid
  { cat "/proc/$pid/cmdline" 2>/dev/null || true; } | fact command
fi

if begun=$(journaled begin); then printf '%s' "$begun" | tail -n 1 | fact begun; fi
# What a step has been given beyond its deadline comes first: the first line of a step counts.
if [[ -r $STATE/$ROLLBACK/deadlines ]]; then { cat "$STATE/$ROLLBACK/extended" "$STATE/$ROLLBACK/deadlines" 2>/dev/null || true; } | fact deadlines; fi
