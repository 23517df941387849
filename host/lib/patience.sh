# Looking at what may not answer, and at what may not be written: without waiting for ever, without writing.
# gives: look keep_patience gave_up silent patiently ask_disk barred nearest state_barred
# reads: STATE

unset PATIENCE

# From here on git and the runtime are given up after some seconds. What has not answered is a fact.
look() {
  exec 3>&1
  be_patient
}

# keep_patience [SECONDS]: the same for what tells no facts, while it holds the project's lock: 124 or 137 is what it gets instead.
keep_patience() {
  exec 3>/dev/null
  be_patient "$@"
}
gave_up() { (($1 == 124 || $1 == 137)); }

be_patient() {
  if type -P timeout >/dev/null; then PATIENCE=${1:-20}; fi
  if declare -F limit_runtime >/dev/null; then limit_runtime; fi
}

silent() { printf '%s\n' "$1" | fact silent >&3; }

# patiently NAME COMMAND…: the command, for at most PATIENCE seconds where that is set.
patiently() {
  local name=$1 status=0
  shift
  if [[ -z ${PATIENCE-} ]]; then
    # A bare return would have the status from before the trap, where one calls this.
    "$@" || status=$?
    return "$status"
  fi
  timeout -k 2 "$PATIENCE" "$@" 3>&- || status=$?
  if gave_up "$status"; then silent "$name"; fi
  return "$status"
}

# ask_disk NAME COMMAND…: what a command says of a disk, within 5 s. On a dead one no signal ends a process,
# so it is left behind; it holds nothing of ours open.
ask_disk() {
  local name=$1 text status=0
  shift
  IFS= read -r -d '' -t 5 text < <("$@" 2>/dev/null 3>&- </dev/null) || status=$?
  if ((status > 128)); then
    silent "$name"
    return 1
  fi
  printf '%s' "$text"
}

# barred PATH [COMMAND…]: why PATH cannot be written by who asks, or by whom COMMAND makes of us.
barred() {
  local path=$1
  shift
  if "$@" test -w "$path"; then return; fi
  if [[ ,$(findmnt -n -o OPTIONS -T "$path" 2>/dev/null || true), == *,ro,* ]]; then
    printf '%s is on a read-only file system' "$path"
  else
    printf '%s cannot be written by %s' "$path" "$("$@" id -un 2>/dev/null || true)"
  fi
}

# The nearest directory above what is not there yet.
nearest() {
  local place=$1
  until [[ -e $place/ || -e $place ]]; do place=${place%/*}; done
  printf '%s' "${place:-/}"
}

# Why the state directory cannot be written: what is there, or the nearest directory above it.
state_barred() {
  local place file why
  place=$(nearest "$STATE")
  if [[ ! -d $place ]]; then
    printf '%s is no directory' "$place"
    return
  fi
  for file in "$place" "$STATE/journal.jsonl" "$STATE/lock" "$STATE/lease" "$STATE/holds"; do
    if [[ -e $file ]]; then why=$(barred "$file"); fi
    if [[ -n ${why-} ]]; then
      printf '%s' "$why"
      return
    fi
  done
}
