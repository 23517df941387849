# Which backups a checkpoint removes again: only files that one took itself, which the record and their checksum say.
# needs: checkpoint/record postgres/take-backup
# gives: retire_backups
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

# Whether something may need a backup: any rollback that the journal knows, or a hold of the release that it was taken for.
is_needed() {
  grep -aqF -- "$(json_string "$1")" "$STATE/journal.jsonl" 2>/dev/null
}

# retire_backups RELEASES DAYS [dry]: keeps those of the last releases and of the last days, whichever are more, that of the
# newest healthy release, and what is needed. Prints what it removes.
retire_backups() {
  local number at sum path kept=0 before healthy
  before=$(now $((-$2 * 86400)))
  healthy=$(grep -a '"outcome":"healthy"' "$(record)" 2>/dev/null | tail -n 1 || true)
  # By a descriptor of its own: what looks at a backup reads standard input.
  while IFS=$'\t' read -r -u 7 number at sum path; do
    kept=$((kept + 1))
    if ((kept <= $1)) || [[ $at > $before || $(number_field number "$healthy") == "$number" ]] || is_needed "$path"; then continue; fi
    BACKUP=$path
    if ! in_backup_store test -f "$path" || [[ $(checksum || true) != "$sum" ]]; then continue; fi
    printf 'backup of release %s: %s\n' "$number" "$path"
    if [[ -z ${3-} ]]; then backup_as_us rm -f -- "$path" "$path.json"; fi
  done 7< <(own_backups)
}
