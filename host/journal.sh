# The journal: $STATE/journal.jsonl, a JSON object a line, each with the SHA-256 of the line before it.
# Only ever appended to, under the lock, and on disk before anything goes on.

# One script of this project at a time. The lock is the open file: it ends with its last process.
lock() {
  mkdir -p "$STATE"
  exec 9>>"$STATE/lock"
  if ! flock -w "${1:-60}" 9; then return 1; fi
}

# journal TYPE FIELDS: FIELDS is the inside of a JSON object, after the id of the rollback.
journal() {
  local file=$STATE/journal.jsonl before=null
  # A last line without its end was being written when power went: set aside, or ours would go on it.
  if [[ -s $file && -n $(tail -c 1 "$file") ]]; then
    tail -n 1 "$file" >>"$file.torn"
    truncate -s "-$(tail -n 1 "$file" | wc -c)" "$file"
  fi
  if [[ -s $file ]]; then before=\"$(tail -n 1 "$file" | sha256sum | cut -d' ' -f1)\"; fi
  printf '{"v":1,"type":"%s","rollback":"%s","at":"%s",%s,"before":%s}\n' "$1" "$ROLLBACK" "$(now)" "$2" "$before" >>"$file"
  sync -d "$file"
}

# journaled TYPE [TEXT]: whether this rollback has a line of that type that goes on with TEXT.
journaled() {
  [[ -s $STATE/journal.jsonl ]] &&
    grep -E "^\{\"v\":1,\"type\":\"$1\",\"rollback\":\"$ROLLBACK\",\"at\":\"[^\"]*\",${2-}" "$STATE/journal.jsonl"
}
