# Tells what the database is, who is on it and which backups there are. Reads only; prints facts like queries/detect.sh.
# BACKUPS: the directory of the backups, as the container sees it, or this host where the container has none.
# needs: patience docker/exec postgres/client
# reads: BACKUPS DATABASE_NAME SNAPSHOT
look
say() { printf '%s' "$2" | fact "$1"; }
if ! find_server; then exit 0; fi

# tell NAME: the one JSON object of the SQL that comes in, as a fact; nothing where the database does not answer.
# Where it is about the server, the maintenance database is asked: it answers while the live one is fenced, too.
tell() { { ask "${2-$(maintenance)}" "name=$DATABASE_NAME" 2>/dev/null || true; } | fact "$1"; }

# Sessions: everybody else on the live one, alike ones together. One without an address is one through the container's
# socket; a health check's there comes and goes, and is no one's.
# Bound: what a database cannot be renamed for, or what would go on reading the old one.
# Names: without those of which a DROP was cut off, as nothing but another DROP works on them.
tell db.server <<'EOS'
SELECT json_build_object(
  'live', (SELECT json_build_object('oid', d.oid::text, 'versionNumber', current_setting('server_version_num')::int,
      'version', split_part(current_setting('server_version'), ' ', 1), 'bytes', pg_database_size(d.oid),
      'isSuperuser', (SELECT rolsuper FROM pg_roles WHERE rolname = current_user), 'counts', current_setting('track_counts') = 'on',
      'isStandby', pg_is_in_recovery(), 'isOpen', d.datallowconn)
    FROM pg_database d WHERE datname = :'name'),
  'sessions', (SELECT coalesce(json_agg(s), '[]') FROM (
    SELECT coalesce(usename, '') AS "user", coalesce(application_name, '') AS application, coalesce(host(client_addr), '') AS address, count(*) AS count
      FROM pg_stat_activity WHERE datname = :'name' AND pid <> pg_backend_pid() AND backend_type = 'client backend'
        AND (client_addr IS NOT NULL OR backend_start < clock_timestamp() - interval '2 seconds') GROUP BY 1, 2, 3 ORDER BY 1, 2, 3) s),
  'bound', (SELECT coalesce(json_agg(b), '[]') FROM (
    SELECT 'prepared' AS kind, gid AS name FROM pg_prepared_xacts WHERE database = :'name'
    UNION ALL SELECT 'slot', slot_name FROM pg_replication_slots WHERE database = :'name'
    UNION ALL SELECT 'subscription', s.subname FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid WHERE d.datname = :'name') b),
  'roles', (SELECT coalesce(json_agg(rolname), '[]') FROM pg_roles),
  'names', (SELECT coalesce(json_agg(json_build_object('name', datname, 'oid', oid::text)), '[]') FROM pg_database WHERE datconnlimit <> -2 AND datname !~ '[[:cntrl:]]'));
EOS
# Writes: what the server has counted, since when, and the size of each table: one that was emptied has none, which is
# not counted.
tell db.live "$DATABASE_NAME" <<EOS
SELECT json_build_object(
  'extensions', (SELECT coalesce(json_agg(name), '[]') FROM pg_available_extensions),
  'since', greatest((SELECT stats_reset FROM pg_stat_bgwriter), (SELECT stats_reset FROM pg_stat_database WHERE datname = current_database())),
  'tables', (SELECT coalesce(json_agg(json_build_object('table', name, 'inserted', coalesce(n_tup_ins, 0), 'updated', coalesce(n_tup_upd, 0),
      'deleted', coalesce(n_tup_del, 0), 'bytes', pg_relation_size(t.oid)) ORDER BY name), '[]')
    FROM ($TABLES) t LEFT JOIN pg_stat_all_tables s ON s.relid = t.oid));
EOS
# What rollbacks have left, with sizes: where room is wanting that could go.
tell db.left <<'EOS'
SELECT coalesce(json_agg(json_build_object('name', datname, 'bytes', pg_database_size(oid)) ORDER BY datname), '[]')
  FROM pg_database WHERE datname ~ '_(before|undone)_r-[0-9a-f]{8}$|_shadow_[0-9a-f]{8}$';
EOS
# SNAPSHOT: since when rows are counted that were written.
if [[ -n ${SNAPSHOT-} ]]; then
  { told_in_pairs count_since "$DATABASE_NAME" "$SNAPSHOT" 2>/dev/null || true; } | fact db.since
fi
data=$(ask "$(maintenance)" <<<'SHOW data_directory' 2>/dev/null || true)
# room_in DIRECTORY: KiB that are free there, in the container.
room_in() { { in_container "$server" df -Pk -- "$1" 2>/dev/null || true; } | awk 'NR == 2 { print $4 }'; }
room_in "$data" | fact db.free
{ in_container "$server" df -Pk -- "$data" 2>/dev/null || true; } | awk 'NR == 2 { for (i = 1; i < 6; i++) sub(/^[^ ]+ +/, ""); print }' | fact db.mount
room_in /tmp | fact db.temporary

# One line a backup, the newest sixty: name, kind, bytes, time of change, inode, first bytes, when the archive was
# made, sidecar and checksum file in base64. For any POSIX shell, as it runs inside the container.
# shellcheck disable=SC2016 # for the shell there
LIST='cd -- "$1" 2>/dev/null || exit 3
now=$(date +%s); echo "clock $now"
ls -t | head -n 200 | while IFS= read -r name; do
  case $name in .* | *.json | *.sha256 | *[[:cntrl:]]*) continue ;; esac
  if [ -d "$name" ]; then kind=directory file=$name/toc.dat; elif [ -f "$name" ]; then kind=file file=$name; else continue; fi
  if [ ! -r "$file" ]; then continue; fi
  count=$((count + 1)); if [ "$count" -gt 60 ]; then break; fi
  magic=$(head -c 8 -- "$file" | od -An -v -tx1 | tr -d " \n")
  made=
  case $magic in 5047444d50*) if command -v pg_restore >/dev/null; then made=$(TZ=UTC pg_restore -l -- "$name" 2>/dev/null | sed -n "s/^; *Archive created at //p" | head -n 1); fi ;; esac
  printf "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n" "$name" "$kind" "$(wc -c <"$file" | tr -d " ")" "$(stat -L -c %Y -- "$name")" "$(stat -L -c %i -- "$name")" "$magic" "$made" \
    "$(head -c 1000000 -- "$name.json" 2>/dev/null | base64 | tr -d "\n")" "$(head -c 500 -- "$name.sha256" 2>/dev/null | base64 | tr -d "\n")"
done'
if listed=$(in_container "$server" sh -c "$LIST" list "$BACKUPS" 2>/dev/null); then
  say backups.place container
elif listed=$(sh -c "$LIST" list "$BACKUPS" 2>/dev/null); then
  say backups.place host
else
  listed=''
fi
printf '%s\n' "$listed" | fact backups
