# How the last rollback that is over has ended.
# gives: last_outcome
# reads: STATE

# How the last rollback that was closed ended, and its id.
last_outcome() {
  [[ -s $STATE/journal.jsonl ]] || return 0
  sed -nE 's/^\{"v":[12],"type":"(outcome|close)","rollback":"([^"]*)","at":"[^"]*","outcome":"([a-z]+)".*/\3 \2/p' "$STATE/journal.jsonl" | tail -n 1
}
