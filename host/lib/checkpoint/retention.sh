# Which backups a checkpoint removes again: only files that one took itself, which the record and their checksum say.
# needs: checkpoint/record docker/running-services git/checkout journal/holds journal/lease postgres/take-backup
# gives: retention_bar retire_backups
# reads: STATE

# own_backups: the number of the newest release that has it, its time, SHA-256 and path, of each backup that the record says a
# checkpoint took, and no command of somebody else; the newest first.
own_backups() {
  local line
  if [[ ! -s $(record) ]]; then return 0; fi
  tac "$(record)" | while IFS= read -r line; do
    if [[ $line =~ ^\{\"v\":2,\"number\":([0-9]+),\"at\":\"([^\"]*)\".*\"backup\":\{\"path\":\"([^\"\\]+)\",\"sha256\":\"([0-9a-f]{64})\",\"bytes\":[0-9]+,\"takenAt\":\"[^\"]*\"\} ]]; then
      printf '%s\t%s\t%s\t%s\n' "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" "${BASH_REMATCH[4]}" "${BASH_REMATCH[3]}"
    fi
  done | awk -F '\t' '!seen[$4]++'
}

# retention_bar: why nothing is removed now, in words: nobody can tell what is needed. Nothing where that can be told.
retention_bar() {
  local file
  if [[ -e $STATE/journal.jsonl && ! -r $STATE/journal.jsonl ]]; then
    printf '%s cannot be read' "$STATE/journal.jsonl"
    return 0
  fi
  if read_lease && lease_is_live; then
    printf 'rollback %s is at work' "${LEASE[rollback]}"
    return 0
  fi
  for file in "$STATE"/holds/*; do
    if [[ ! ${file##*/} =~ ^r-[0-9a-f]{8}$ || $(hold_entry "$file" mode 2>/dev/null || true) == none ]]; then continue; fi
    if [[ $(hold_entry "$file" mode 2>/dev/null || true) == release && $(hold_entry "$file" commit) =~ ^[0-9a-f]{40}$ ]]; then continue; fi
    printf 'the hold of rollback %s is of every deployment, or cannot be read' "${file##*/}"
    return 0
  done
}

# and_the_next COMMAND…: the newest line for which the command, given it, succeeds, and the one behind that: of such a release
# the first has the backup that belongs to the release before, the second its own.
and_the_next() {
  local line newest='' behind=''
  while IFS= read -r line; do
    if "$@" "$line"; then newest=$line behind=''; elif [[ -n $newest && -z $behind ]]; then behind=$line; fi
  done < <(whole_lines_of "$(record)")
  printf '%s\n' "$newest" "$behind"
}
is_healthy() { [[ $1 =~ \"outcome\":\ ?\"healthy\" ]]; }
# The first commit of a line is its own; `before` has another one.
is_of() { [[ $2 =~ \"commit\":\"([^\"\\]*)\" && ${BASH_REMATCH[1]} == "$1" ]]; }
is_up() { is_of "${head:-none}" "$1" && fits "$1"; }
# is_held LINE, of `held`: a commit each, and behind it the only number of it that is meant, where there is one.
is_held() {
  local one
  for one in "${held[@]}"; do
    if is_of "${one%% *}" "$1" && [[ -z ${one#* } || $1 == *",\"number\":${one#* },"* ]]; then return 0; fi
  done
  return 1
}

# What something may need, in lines that have the backups' SHA-256: of the newest healthy release, of the one that runs (after a
# rollback it is an older one), of those that a hold forbids, whatever the journal names (plans that were begun, their undos,
# rollbacks that were only tried), and what a deployment that is not over has taken.
needed_lines() {
  local line file head
  local -a held=()
  if ((${#image_by[@]} == 0)); then find_running; fi
  head=$(local_commit HEAD 2>/dev/null) || head=''
  for file in "$STATE"/holds/*; do
    if [[ -f $file ]]; then held+=("$(hold_entry "$file" commit) $(hold_entry "$file" release)"); fi
  done
  and_the_next is_healthy
  and_the_next is_up
  whole_lines_of "$(record)" | while IFS= read -r line; do if is_held "$line"; then printf '%s\n' "$line"; fi; done
  cat "$STATE/journal.jsonl" "$STATE/before" 2>/dev/null || true
}

# retire_backups RELEASES DAYS [dry]: keeps those of the last releases and of the last days, whichever are more, and what is
# needed. Prints what it removes.
retire_backups() {
  local number at sum path kept=0 before needed
  if [[ ! -s $(record) ]]; then return 0; fi
  before=$(now $((-$2 * 86400)))
  # Also by its content: the same file may have one name on the host and another one in the container.
  needed=$(needed_lines | { grep -aoE '"(path|sha256)":"[^"\\]*"' || true; } | sort -u)
  # By a descriptor of its own: what looks at a backup reads standard input.
  while IFS=$'\t' read -r -u 7 number at sum path; do
    kept=$((kept + 1))
    if ((kept <= $1)) || [[ $at > $before || $needed == *"\"$sum\""* || $needed == *"\"$path\""* ]]; then continue; fi
    BACKUP=$path
    if ! in_backup_store test -f "$path" || [[ $(checksum || true) != "$sum" ]]; then continue; fi
    printf 'backup of release %s: %s\n' "$number" "$path"
    if [[ -z ${3-} ]]; then backup_as_us rm -f -- "$path" "$path.json"; fi
  done 7< <(own_backups)
}
