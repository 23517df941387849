# What verify asks of the database as the app uses it: that it answers, that the app's roles may do what they might before, and
# that their reads and writes come through. Nothing is made there, so what refuses new tables has no say in it.
# needs: postgres/app-roles postgres/query step/checks step/own-time
# gives: check_access
# reads: DATABASE_USER IMAGES

check_access() {
  at_least 20
  local ok role said failed answer
  local -a roles services
  if take_answer count_relations; then
    check check.database-read 'database read' yes "$answer relations"
  else
    check check.database-read 'database read' no "$answer"
    check check.database-write 'database write' no "$answer"
    return
  fi
  read -ra services <<<"$(names_in "$IMAGES")"
  mapfile -t roles < <(app_roles "${services[@]}")
  check_privileges
  said=''
  if ((${#roles[@]} == 0)); then roles=("$DATABASE_USER"); fi
  for role in "${roles[@]}"; do
    ok=yes
    try_as "$role" || ok=$failed
    said+="${said:+; }$answer"
    if [[ $ok != yes ]]; then break; fi
  done
  check check.database-write 'database write' "$ok" "$said"
}

# try_as ROLE: sets `answer` to what was tried; where it fails, to the error, and `failed` to `no`. What only waits for another's
# lock, or for a busy server, is tried again for a while, and then has not been tried: `unknown`.
try_as() {
  local end=$((SECONDS + 10))
  until take_answer try_tables "$1"; do
    failed=no
    # The codes of a lock and of a statement that took too long.
    if [[ $answer =~ :\ \ (55P03|57014):\  ]]; then failed=unknown; fi
    if [[ $failed == no ]] || out_of_time || ((SECONDS >= end)); then
      answer=$(grep -aE ':  [0-9A-Z]{5}: ' <<<"$answer" | head -n 1 || error_in "$answer")
      answer="$(if [[ $failed == unknown ]]; then printf 'not run '; fi)as $1: $answer"
      return 1
    fi
  done
  answer="as $(head -n 1 <<<"$answer"): $(grep -c '^read$' <<<"$answer" || true) tables read, no row of $(grep -c '^updated$' <<<"$answer" || true) updated, rolled back"
}

# By what prepare has written down, where it could.
check_privileges() {
  local answer before=$WORK/privileges
  if [[ ! -e $before ]]; then return 0; fi
  if ! take_answer lost_privileges "$before"; then
    check check.database-privileges 'database privileges' no "they cannot be read: $(head -n 1 <<<"$answer")"
  elif [[ -n $answer ]]; then
    check check.database-privileges 'database privileges' no "$(wc -l <<<"$answer") are gone: $(head -n 3 <<<"$answer" | paste -sd ,)"
  else
    check check.database-privileges 'database privileges' yes "$(cut -f 1 "$before" | sort -u | paste -sd ,): all $(wc -l <"$before") that there were before"
  fi
}
