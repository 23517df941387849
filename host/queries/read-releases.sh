# Prints the deploy record, what `checkpoint before` has left that no `after` has finished, the images that are here, and what
# was written since the backups on record were taken.
# Reads only; prints facts like queries/detect.sh.
# needs: patience docker/image-facts docker/archive docker/exec docker/containers git/checkout git/short-hashes postgres/backup-file
# needs: postgres/rows-at-stake
# reads: BACKUP DATABASE_SERVICE STATE
look

if [[ -r $STATE/deployments.jsonl ]]; then fact deployments.jsonl <"$STATE/deployments.jsonl"; elif [[ -e $STATE/deployments.jsonl ]]; then printf '%s' "$STATE/deployments.jsonl" | fact unreadable; fi
if [[ -r $STATE/before ]]; then fact before <"$STATE/before"; fi
printf '%s' "$(now)" | fact clock
image_ids | fact images
archived_ids | fact images.archived
short_hashes "$STATE/deployments.jsonl" | fact deployments.short
named_commits 2>/dev/null | fact git.releases || true

# Which of the backups on record are still there, the newest first.
server=''
if [[ -n $DATABASE_SERVICE ]]; then server=$(container_of "$DATABASE_SERVICE" 2>/dev/null || true); fi
here=$({ grep -ao '"backup":{"path":"[^"\\]*"' "$STATE/deployments.jsonl" 2>/dev/null || true; } | sed 's/.*"path":"//; s/"$//' | tac | awk '!seen[$0]++' | while IFS= read -r BACKUP; do
  if [[ -n $server ]] && find_place 2>/dev/null </dev/null || [[ -f $BACKUP ]]; then printf '%s\n' "$BACKUP"; fi
done)
printf '%s' "$here" | fact backups
if [[ -n $server && -n $here ]]; then rows_at_stake <<<"$here" | fact backups.since; fi
