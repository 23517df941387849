# What a log says of why something failed, where its last lines do not. audit/text/causes.ts goes by the same.
# gives: causes last_lines

# causes MOST: the first lines of standard input that tell a cause, each once: a warning of Compose, or a word of an error.
causes() {
  { grep -aiE 'level=(warning|error|fatal)|^WARN|variable is not set|(^|[^a-z])(error|fatal|panic|exception|denied|refused)([^a-z]|$)|no such |(is|are) (not set|empty|missing|required)|cannot ' || true; } |
    awk -v most="$1" '!seen[$0]++ && ++count <= most'
}

# The last lines of the log, behind those of this run before them that tell a cause.
last_lines() {
  local text
  if [[ -z $LOG ]]; then return 0; fi
  text=$(tail -c 200000 "$LOG" | tr '\000' '?')
  { awk '/^--- .* at most [0-9]+ s$/ { text = ""; next } { text = text $0 "\n" } END { printf "%s", text }' <<<"$text" | head -n -15 | causes 3 && tail -n 15 <<<"$text"; } | cut -c1-300
}
