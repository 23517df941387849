# A backup, read where it is: PLACE=container in the database's container, PLACE=host here. What it is its
# content says, never its name.
# BACKUP: its path there.
# needs: postgres/client
# gives: find_place find_format unpacked archive is_out_of_reach checksum size_of read_whole stage unstage fill
# reads: BACKUP DATABASE_USER ROLLBACK

in_backup_store() { if [[ $PLACE == container ]]; then in_container -i "$server" "$@"; else "$@"; fi; }

# Where the backup is: inside the container where it is mounted, else here. Fails when it is in neither place.
find_place() {
  for PLACE in container host; do
    # A device or a pipe may never come to its end.
    # shellcheck disable=SC2016 # for the shell there
    if in_backup_store sh -c '[ -f "$1" ] || [ -d "$1" ]' sh "$BACKUP" 2>/dev/null; then return 0; fi
  done
  return 1
}

# The first bytes of what comes in, as hexadecimal digits.
hexadecimal() { head -c 512 | od -An -v -tx1 | tr -d ' \n'; }

# Sets `format` to custom, directory, tar, plain, cluster (of pg_dumpall), empty or none, and `packed` to what a
# plain one is compressed with, if it is.
# A text one is told by `PostgreSQL database dump` and `PostgreSQL database cluster dump` in its first lines.
# Source: PostgreSQL's pg_backup_archiver.c (PGDMP), tar's ustar at 257, RFC 1952, RFC 8878, the LZ4 frame format.
find_format() {
  local bytes
  packed=''
  if in_backup_store test -d "$BACKUP"; then
    bytes=$(in_backup_store head -c 512 -- "$BACKUP/toc.dat" 2>/dev/null | hexadecimal || true)
    if [[ $bytes == 5047444d50* ]]; then format=directory; else format=none; fi
    return
  fi
  bytes=$(in_backup_store head -c 512 -- "$BACKUP" | hexadecimal || true)
  case $bytes in
    1f8b*) packed=gzip ;;
    28b52ffd*) packed=zstd ;;
    04224d18*) packed=lz4 ;;
  esac
  if [[ -n $packed ]]; then bytes=$({ unpacked 2>/dev/null || true; } | hexadecimal || true); fi
  format=$(kind_of "$bytes")
}
kind_of() {
  if [[ -z $1 ]]; then printf empty
  elif [[ $1 == 5047444d50* ]]; then printf custom
  elif [[ ${1:514:10} == 7573746172 ]]; then printf tar
  elif [[ $1 == *506f737467726553514c20646174616261736520636c75737465722064756d70* ]]; then printf cluster
  elif [[ $1 == *506f737467726553514c2064617461626173652064756d70* ]]; then printf plain
  else printf none; fi
}

# shellcheck disable=SC2016 # for the shell there
has_tool() { in_backup_store sh -c 'command -v "$1"' sh "$1" >/dev/null 2>&1; }

# The backup as text, decompressed where it is, or here where the container has no such tool.
unpacked() {
  if [[ -z $packed ]]; then
    in_backup_store cat -- "$BACKUP"
  elif [[ $PLACE == host ]] || has_tool "$packed"; then
    # shellcheck disable=SC2016 # for the shell there
    in_backup_store sh -c 'exec "$1" -dc <"$2"' sh "$packed" "$BACKUP"
  elif type -P "$packed" >/dev/null; then
    in_backup_store cat -- "$BACKUP" | "$packed" -dc
  else
    echo "$packed is neither in the database's container nor on the host" >&2
    return 1
  fi
}

# archive OPTION…: pg_restore on the backup, without a database.
archive() {
  if [[ $PLACE == container ]]; then
    exec_there "$server" pg_restore "$@" "$BACKUP"
  else
    exec_there -i "$server" pg_restore "$@" <"$BACKUP"
  fi
}
# A directory can only be read where it is: one that is here has to be brought in first.
is_out_of_reach() { [[ $format == directory && $PLACE == host ]]; }

# SHA-256 of a file; of a directory that of its files' names and checksums.
checksum() {
  # shellcheck disable=SC2016 # for the shell there
  in_backup_store sh -c 'if [ -d "$1" ]; then cd "$1" && find . -type f | LC_ALL=C sort | while IFS= read -r file; do sha256sum "$file"; done | sha256sum; else sha256sum <"$1"; fi' sh "$BACKUP" |
    cut -d ' ' -f 1
}
size_of() {
  # shellcheck disable=SC2016 # for the shell there
  in_backup_store sh -c 'if [ -d "$1" ]; then find "$1" -type f -exec cat {} + | wc -c; else wc -c <"$1"; fi' sh "$BACKUP"
}

# Reads all of it, which finds what is cut off or does not decompress. Prints what is wrong and fails.
read_whole() {
  case $format in
    custom | tar | directory) archive -f /dev/null 2>&1 ;;
    plain)
      # pg_dump ends with this line, and since 2025 with a \unrestrict after it.
      if ! { unpacked | tail -c 1000 | grep -aq 'PostgreSQL database dump complete'; } 2>&1; then
        echo 'its end is missing: it does not close with "PostgreSQL database dump complete"'
        return 1
      fi
      ;;
  esac
}

# Brings a backup that is here into the container, for good reason only: parallel restore and directories
# need a file there. `staged` is where.
stage() {
  if [[ $PLACE == container ]]; then return 0; fi
  staged=/tmp/chronos-rollback-$ROLLBACK
  in_container "$server" mkdir -p -m 700 "$staged" && copy_into_container "$BACKUP" "$server" "$staged/" || return 1
  BACKUP=$staged/${BACKUP##*/} PLACE=container
}
unstage() {
  if [[ -n ${server-} ]]; then in_container "$server" rm -rf -- "/tmp/chronos-rollback-$ROLLBACK" 2>/dev/null || true; fi
  if [[ -n ${WORK-} ]]; then rm -f "$WORK/staged"; fi
}

# fill DATABASE: restores the backup into an empty database; stops at the first error.
fill() {
  local jobs
  jobs=$(in_container "$server" nproc 2>/dev/null || echo 2)
  is_number "$jobs" || jobs=2
  if ((jobs > 4)); then jobs=4; fi
  case $format in
    custom | directory) archive -e -j "$jobs" -U "$DATABASE_USER" -d "$1" ;;
    tar) archive -e -U "$DATABASE_USER" -d "$1" ;;
    plain) unpacked | exec_there -i "$server" psql -Xq1 -v ON_ERROR_STOP=1 -U "$DATABASE_USER" -d "$1" -f - >/dev/null ;;
  esac
}
