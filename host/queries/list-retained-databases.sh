# Lists the databases that rollbacks have left, and the dumps of those that restored in place. Reads only; prints facts like
# queries/detect.sh.
# needs: patience postgres/client postgres/retained-databases
# reads: STATE
look
PATIENCE=${PATIENCE:+60}
for dump in "$STATE"/r-*/safety.dump; do
  if [[ -e $dump ]]; then basename "${dump%/*}"; fi
done | fact dumps
if ! find_server 2>/dev/null; then
  { find_server 2>&1 >/dev/null || true; } | fact server.error
  exit 0
fi
printf '%s' "$server" | fact server
{ retained_as_json 2>/dev/null || true; } | fact left
