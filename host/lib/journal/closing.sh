# What is seen to before an attempt is closed, by the program or by hand.
# needs: journal/journal docker/images patience
# gives: built_names_back end_all
# reads: ROLLBACK STATE

# Names that a build has taken, where prepare could not give them back. Once restart or undo has begun they are theirs.
built_names_back() {
  local names=$STATE/$ROLLBACK/names
  if [[ ! -e $names ]]; then return 0; fi
  if journaled begin '"step":"(restart|undo)"' >/dev/null; then
    rm -f "$names" || true
  elif ! (keep_patience && give_back "$names"); then
    note note.names-not-restored 'names of images that a build had taken could not be given back' || true
  fi
}

# Steps that have begun and not ended: a full disk has kept it, or they were cut off and never asked for again.
unended() {
  with_end | sed -nE "s/^\{\"v\":1,\"type\":\"(begin|end)\",\"rollback\":\"$ROLLBACK\",\"at\":\"[^\"]*\",\"step\":\"([a-z]+)\".*\}\$/\1 \2/p" |
    awk '{ ended[$2] = ($1 == "end") } $1 == "begin" && !begun[$2]++ { steps[++count] = $2 } END { for (i = 1; i <= count; i++) if (!ended[steps[i]]) print steps[i] }'
}
end_all() {
  local step steps
  steps=$(unended) || return 1
  for step in $steps; do
    journal_end "$step" step.cut-off 'it was cut off, or its end could not be written down' >/dev/null || return 1
  done
}
