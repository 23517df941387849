# Tells what one backup is, and what was written since it was taken. Reads only; prints facts like queries/detect.sh.
# BACKUP: its path, as the database's container sees it, or else this host. SNAPSHOT: its own, where it is known. SHADOWS:
# how the name of every shadow begins.
# needs: patience postgres/client postgres/backup-file postgres/plain-dump-scan postgres/shadow postgres/data-loss
# reads: DATABASE_NAME SHADOW SHADOWS SNAPSHOT
look
say() { printf '%s' "$2" | fact "$1"; }
find_server || exit 0
if ! find_place; then exit 0; fi
say backup.place "$PLACE"
# A checksum must be had of any size; what takes longer to read to its end is read by prepare.
PATIENCE=${PATIENCE:+900}
say backup.bytes "$(size_of || true)"
find_format
say backup.format "$format"
say backup.packed "$packed"
sum=$(checksum || true)
say backup.sha256 "$sum"
PATIENCE=${PATIENCE:+60}
if [[ $format =~ ^(custom|tar|directory)$ ]] && ! is_out_of_reach; then
  { TZ=UTC archive -l 2>&1 || true; } | grep -E '^;|error' | head -n 20 | fact backup.header
fi
if [[ $format =~ ^(custom|tar|directory|plain)$ ]] && ! is_out_of_reach; then
  status=0
  problem=$(read_whole) || status=$?
  if gave_up "$status"; then
    say backup.unread "within $PATIENCE s"
  elif ((status)); then
    say backup.damage "$(tail -n 3 <<<"$problem")"
  else
    outlined=$(outline 2>/dev/null) || status=$?
    if gave_up "$status"; then say backup.unread "within $PATIENCE s"; else say backup.outline "$outlined"; fi
  fi
fi
if [[ -n $SNAPSHOT ]]; then
  { json_pairs count_since "$DATABASE_NAME" "$SNAPSHOT" || true; } | fact db.since
fi
# A shadow that an earlier try has left tells the same, whatever the backup knows of itself.
SHA256=$sum SHADOW=$SHADOWS${sum:0:8}
if [[ -z $SNAPSHOT && $(comment_of "$SHADOW") == "$(whole)" ]]; then
  { json_pairs compare "$DATABASE_NAME" "$SHADOW" || true; } | fact db.compared
fi
