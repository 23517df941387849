# The journal: $STATE/journal.jsonl, a JSON object a line, each with the SHA-256 of the line before it.
# Only ever appended to, under the lock, and on disk before anything goes on.
# needs: journal/append journal/lease journal/holds journal/reserve patience secrets
# gives: lock lock_or_refuse journal note journal_end with_end whole_lines journaled is_closed ended_well
# gives: unfinished
# reads: ROLLBACK STATE

# One script of this project at a time. The lock is the open file: it ends with its last process.
# Fails with 1 when another has it for too long, with 2 when there is no place for it.
lock() {
  give_up_reserve
  # The deploy script, which may be another user's, has its record there, and reads lease and holds.
  (umask 022 && mkdir -p "$STATE" && umask 077 && : >>"$STATE/lock") 2>/dev/null || return 2
  exec 9>>"$STATE/lock"
  flock -w "${1:-60}" 9 &
  wait $!
}

# Takes the lock for a script that is no step, or says why it cannot be had. No deadline ends such a script.
lock_or_refuse() {
  local locked=0
  keep_patience
  lock 5 || locked=$?
  if ((locked == 1)); then refuse lock.held "another rollback of this project is at work on the host$(if read_lease; then printf ': %s' "$(leaseholder)"; fi)"; fi
  if ((locked)); then refuse state.unwritable "the state directory cannot be written: $STATE"; fi
}

# journal TYPE FIELDS: FIELDS is the inside of a JSON object, after the id of the rollback. A line that does
# not get to the disk whole is taken back. FORMAT is 2 for what versions before do not know.
journal() {
  local file=$STATE/journal.jsonl before=null line
  set_torn_aside "$file" || { spend_reserve && set_torn_aside "$file"; } || return 1
  if [[ -s $file ]]; then
    before=$(tail -n 1 "$file" | sha256sum) || return 1
    before=\"${before%% *}\"
  fi
  line="{\"v\":${FORMAT:-1},\"type\":\"$1\",\"rollback\":\"$ROLLBACK\",\"at\":\"$(now)\",$2,\"before\":$before}"
  append_line "$file" "$line" || { spend_reserve && append_line "$file" "$line"; }
}

# note CODE TEXT: something unusual that was done, for whoever reads the journal later.
note() {
  local text
  text=$(redact "$2")
  printf 'note: %s\n' "$text" >&2
  journal note "\"text\":$(json_string "$text"),\"code\":\"$1\""
}

# journal_end STEP CODE SUMMARY: an end for a step that has written none, and will write none any more; prints its verdict.
journal_end() {
  local line
  line="{\"step\":\"$1\",\"ok\":false,\"summary\":$(json_string "$3"),\"started\":\"$(now)\",\"seconds\":0,\"code\":\"$2\"}"
  journal end "\"step\":\"$1\",\"ok\":false,\"verdict\":$line" && printf '%s' "$line"
}

# The journal with something behind it that ends no line: a last one that is torn has no end then either.
with_end() { cat "$STATE/journal.jsonl" && printf .; }

whole_lines() { whole_lines_of "$STATE/journal.jsonl"; }

# journaled TYPE [TEXT]: whether this rollback has a line of that type that goes on with TEXT.
journaled() {
  [[ -s $STATE/journal.jsonl ]] &&
    with_end | grep -aE "^\{\"v\":[12],\"type\":\"$1\",\"rollback\":\"$ROLLBACK\",\"at\":\"[^\"]*\",${2-}.*\}$"
}

# Whether this rollback is over, by its outcome or because an operator has closed it.
is_closed() { journaled '(outcome|close)' >/dev/null; }

# ended_well STEP: the line of its end, if the last that is known of the step is that it has ended well.
ended_well() {
  local line
  line=$(journaled '(begin|end)' "\"step\":\"$1\"" | tail -n 1) || return 1
  [[ $line == '{"v":1,"type":"end",'*",\"step\":\"$1\",\"ok\":true,"* ]] && printf '%s' "$line"
}

# The rollback that was opened last and has no outcome, if there is one.
unfinished() {
  [[ -s $STATE/journal.jsonl ]] || return 0
  with_end | sed -nE 's/^\{"v":[12],"type":"(attempt|outcome|close)","rollback":"([^"]*)",.*\}$/\1 \2/p' |
    awk '$1 == "attempt" { open = $2 } $1 != "attempt" && $2 == open { open = "" } END { print open }'
}
