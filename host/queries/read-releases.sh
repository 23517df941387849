# Prints the deploy record, what `checkpoint before` has left that no `after` has finished, and the images that are here.
# Reads only; prints facts like queries/detect.sh.
# needs: patience docker/image-facts docker/archive docker/exec docker/containers git/checkout postgres/backup-file
# reads: BACKUP DATABASE_SERVICE STATE
look

if [[ -r $STATE/deployments.jsonl ]]; then fact deployments.jsonl <"$STATE/deployments.jsonl"; elif [[ -e $STATE/deployments.jsonl ]]; then printf '%s' "$STATE/deployments.jsonl" | fact unreadable; fi
if [[ -r $STATE/before ]]; then fact before <"$STATE/before"; fi
printf '%s' "$(now)" | fact clock
image_ids | fact images
archived_ids | fact images.archived
named_commits 2>/dev/null | fact git.releases || true

# Which of the backups on record are still there.
server=''
if [[ -n $DATABASE_SERVICE ]]; then server=$(container_of "$DATABASE_SERVICE" 2>/dev/null || true); fi
{ grep -ao '"backup":{"path":"[^"\\]*"' "$STATE/deployments.jsonl" 2>/dev/null || true; } | sed 's/.*"path":"//; s/"$//' | sort -u | while IFS= read -r BACKUP; do
  if [[ -n $server ]] && find_place 2>/dev/null </dev/null || [[ -f $BACKUP ]]; then printf '%s\n' "$BACKUP"; fi
done | fact backups
