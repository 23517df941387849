# What stands beside a step while it works: one process that alone has the caller's output open, and one
# that watches clock and logs.
# needs: step/process-tree step/deadline
# gives: orphaned relay watch watch_anew cut_logs stop_watching
# reads: STATE
LOG_LIMIT=$((16 * 1024 * 1024))
# Seconds beyond the deadline that a step has for telling by itself that it is out of time.
LATE=${LATE:-5}

# Whether the step that started this process is gone, however it went.
orphaned() {
  local line
  local -a fields
  read -r line <"/proc/$BASHPID/stat"
  read -ra fields <<<"${line##*) }"
  ((fields[1] != $$))
}

# Hands the verdict, the only line that comes, to the caller. Nothing that the step starts has the
# caller's output, so whatever is left running keeps nobody waiting; nor does a step that is killed.
relay() {
  local line='' part status
  exec 9>&-
  trap '' TERM INT HUP
  until orphaned; do
    status=0
    IFS= read -rt 1 part || status=$?
    line+=$part
    if ((status <= 128)); then
      if ((status == 0)); then printf '%s\n' "$line"; fi
      return 0
    fi
  done
}

# Wakes a step that hangs in a command of its own when its time is over, by ending all that it has started;
# a step that does not even end then is killed. Keeps the logs short meanwhile.
watch() {
  trap '' TERM INT HUP USR1
  umask 077
  until orphaned; do
    pause 0.25
    cut_logs
    if ! out_of_time "$LATE"; then continue; fi
    kill -USR1 $$ 2>/dev/null || true
    end_tree $$ "$RELAY"
    pause "$LATE"
    kill -KILL $$ 2>/dev/null || true
  done
  end_remains
}

# The deadline has moved: another watch goes by the new one, and only then the former ends.
watch_anew() {
  TOLD=$DUE
  local former=$WATCH
  watch 3>&- 9>&- &
  WATCH=$!
  kill -KILL "$former" 2>/dev/null || true
  wait "$former" 2>/dev/null || true
}

# The step was killed. What it had started goes on under the step's lock, and the next one waits for it:
# until the deadline, not for ever. Found by a mark in its environment.
end_remains() {
  local signal pid
  while remains && ! out_of_time "$LATE"; do pause 1; done
  # Below them may be what has no lock, a deploy script for one: as long as that lives nobody else is to have it.
  for pid in "${REMAINS[@]}"; do end_tree "$pid" "$pid"; done
  for signal in TERM KILL; do
    for pid in "${REMAINS[@]}"; do kill "-$signal" "$pid" 2>/dev/null || true; done
    pause 2
  done
}
# A command that was given no lock has a parent that keeps it meanwhile, which is no program of its own, so has no mark.
remains() {
  local file parent
  REMAINS=()
  while IFS= read -r file; do
    file=${file%/environ}
    parent=/proc/$(awk '$1 == "PPid:" { print $2 }' "$file/status" 2>/dev/null || true)
    if [[ $file/fd/9 -ef $STATE/lock ]]; then
      REMAINS+=("${file#/proc/}")
    elif [[ $parent/fd/9 -ef $STATE/lock ]]; then
      REMAINS+=("${parent#/proc/}")
    fi
  done < <(grep -lzxsF "CHRONOS_ROLLBACK_STEP=$CHRONOS_ROLLBACK_STEP" /proc/[0-9]*/environ)
  ((${#REMAINS[@]}))
}

# Cuts logs that have grown too long, while they are written to: their end goes to <log>.1.
cut_logs() {
  local size file
  while read -r size file; do
    if ((size <= LOG_LIMIT)); then continue; fi
    tail -c "$((LOG_LIMIT / 2))" "$file" >"$file.1"
    truncate -cs 0 "$file"
    { printf -- '--- cut at %s bytes, the end of which is in %s.1\n' "$size" "$file" && tail -c 20000 "$file.1"; } >>"$file"
  done < <(stat -c '%s %n' "$WORK"/*.log)
}

# Stops the watch, before anything is journaled: it must not end what journals.
stop_watching() {
  if [[ -z ${WATCH-} ]]; then return 0; fi
  kill -KILL "$WATCH" 2>/dev/null || true
  wait "$WATCH" 2>/dev/null || true
  WATCH=''
}
