# Tells what the database is, who is on it and which backups there are. Reads only; prints facts like queries/detect.sh.
# needs: patience postgres/client postgres/server-facts postgres/backup-list
# reads: DATABASE_NAME SNAPSHOT
look
say() { printf '%s' "$2" | fact "$1"; }
if ! find_server; then exit 0; fi
server_facts
# SNAPSHOT: since when rows are counted that were written.
if [[ -n ${SNAPSHOT-} ]]; then
  { json_pairs count_since "$DATABASE_NAME" "$SNAPSHOT" 2>/dev/null || true; } | fact db.since
fi
space_facts
backup_facts
