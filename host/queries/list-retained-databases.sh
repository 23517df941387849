# Lists the databases that rollbacks have left. Reads only; prints facts like queries/detect.sh.
# needs: patience postgres/client postgres/retained-databases
look
PATIENCE=${PATIENCE:+60}
if ! find_server; then exit 0; fi
printf '%s' "$server" | fact server
{ tell_left 2>/dev/null || true; } | fact left
