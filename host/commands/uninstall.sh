# Removes what this project has put on the host for one deployment, which runs on; or tells first what that is, and what stays.
# DO: empty for telling. KEEP_JOURNAL: not empty where the journal stays.
# Cut off anywhere, another run of it goes on: nothing is needed for that but what is still there.
# needs: journal/journal journal/last-outcome journal/state-files journal/hold-readers postgres/backup-file git/private-copy
# needs: git/left-in-checkout docker/left-behind docker/clean-up
# reads: DATABASE_SERVICE DO KEEP_JOURNAL OPERATOR PROJECT STATE
exec </dev/null
ROLLBACK=-

no_checkpoint() {
  if [[ -e $STATE/checkpoint.lock ]] && ! flock -n "$STATE/checkpoint.lock" true 2>/dev/null; then refuse checkpoint.held "another checkpoint of $PROJECT is at work"; fi
}
nothing_at_work() {
  local open
  open=$(unfinished)
  if [[ -n $open ]]; then refuse rollback.unfinished "rollback $open is unfinished: ./rollback recover"; fi
  if [[ $(last_outcome) == 'stranded '* ]]; then refuse rollback.stranded "rollback $(last_outcome | cut -d ' ' -f 2) ended stranded: ./rollback finishes it first"; fi
  if read_lease && lease_is_live; then refuse lease.held "$(leaseholder); all others keep off until ${LEASE[until]}"; fi
  if deployment_runs; then refuse deployment.in-progress "a deployment is in progress: $STATE/deploy.lock is held"; fi
  no_checkpoint
}

# Backups that a checkpoint took itself, by the record: place and path, with a tab between.
own_backups() {
  local path
  while IFS= read -r -u 7 path; do
    BACKUP=$path
    if find_place; then printf '%s\t%s\n' "$PLACE" "$path"; fi
  done 7< <({ grep -aoE '"backup":\{"path":"[^"\\]+","sha256":"[0-9a-f]{64}","bytes":[0-9]+,"takenAt":"[^"]*"\}' "$STATE/deployments.jsonl" 2>/dev/null || true; } | cut -d '"' -f 6 | sort -u)
}
# Copies of what a target is built from, which a run that was cut off has left.
left_builds() {
  local file path
  for file in "$STATE"/r-*/build; do
    if [[ -s $file ]] && path=$(<"$file") && [[ $path == */chronos-build-* && -d $path ]]; then printf '%s\n' "$path"; fi
  done
}

# list NAME COMMAND…: a field of the answer, an entry for each line that the command prints.
list() {
  local -a rows
  mapfile -t rows < <("${@:2}")
  fields+=",\"$1\":$(json_array "${rows[@]}")"
}
tell() {
  local fields server=''
  fields=",\"state\":$(json_string "$STATE")"
  if [[ -n $DATABASE_SERVICE ]]; then find_server 2>/dev/null || true; fi
  list files state_files
  list holds holds
  list pins pins_that goes
  list probes own_probes
  list temporary left_over
  list backups own_backups
  list kept files_that_stay
  list stashes own_stashes
  list used pins_that used
  list doubtful pins_that doubtful
  list callers hold_callers
  answer true listed "$fields,\"server\":$(json_string "${server:0:12}")"
}
left_over() { left_copies && left_builds && moved_locks; }

# What cannot be removed is in `left`; all else goes all the same.
left=()
each() {
  local row
  while IFS= read -r -u 7 row; do
    if [[ -n $row ]] && ! "$@" "$row" >/dev/null 2>&1; then left+=("$row"); fi
  done 7<&0
}

if [[ -d $STATE && -n $DO ]]; then
  lock_or_refuse
elif [[ -e $STATE/lock ]] && ! flock -n "$STATE/lock" true 2>/dev/null; then
  refuse lock.held 'another rollback of this project is at work on the host'
fi
nothing_at_work
if ! runtime_answers; then refuse uninstall.no-docker 'nothing was removed: Docker does not answer'; fi
if [[ -z $DO ]]; then tell; fi

if [[ -n $KEEP_JOURNAL && -s $STATE/journal.jsonl ]]; then
  note note.uninstalled "$OPERATOR uninstalls all but this journal" 2>/dev/null || refuse state.unwritable "the journal cannot be written: $STATE/journal.jsonl"
fi
each remove_probe < <(own_probes)
fail_point uninstall.probes
each remove_pin < <(pins_that goes)
fail_point uninstall.pins
each rm -rf -- < <(left_over)
fail_point uninstall.temporary
while IFS= read -r -u 8 name; do
  remove_state_file "$name" 2>/dev/null || left+=("$STATE/$name")
  fail_point uninstall.file
done 8< <(state_files)
remove_state_directory 2>/dev/null || left+=("$STATE")
if ((${#left[@]})); then refuse uninstall.not-removed "not everything could be removed, type it again or remove it by hand: ${left[*]}"; fi
answer true "nothing of this project is left for $PROJECT${KEEP_JOURNAL:+ but its journal}"
