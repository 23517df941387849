# Databases that rollbacks have left beside the live one, by their names: BASE, then `_before_<id>` (live until it was
# swapped), `_undone_<id>` (restored, and taken back), `_shadow_<digits>` (restored, not swapped in) or
# `_inplace_<id>`, which is the live one itself while it is restored in place.
# NAME: one of them. LEFT_OID: its oid as it was shown. SINCE: the snapshot after which its rows count, where one is known.
# KNOWN: not empty where the journal knows it by its oid.
# needs: postgres/client postgres/data-loss journal/last-outcome
# gives: retained_as_json watch_retained retained_or_refuse seal_retained heard count_only_there
# reads: BASE DATABASE_NAME DATABASE_SERVICE KNOWN LEFT_OID NAME SINCE

# The comment by which all but the last are marked.
MARK='chronos-rollback: '

kind_of_retained() {
  local rest=${1#"$BASE"_}
  if [[ $1 == "$BASE"_* && $rest =~ ^((before|undone|inplace)_r-[0-9a-f]{8}|shadow_[0-9a-f]{8})$ ]]; then printf '%s' "${rest%%_*}"; fi
}

# What there is under such a name, with its size, whether it can be connected to, and its comment.
RETAINED="SELECT datname AS name, oid::text, pg_database_size(oid) AS bytes, datallowconn AS \"isOpen\", coalesce(shobj_description(oid, 'pg_database'), '') AS comment
  FROM pg_database WHERE left(datname, length(:'base') + 1) = :'base' || '_' AND datname !~ '[[:cntrl:]]' ORDER BY datname"

# A line each, in that order.
list_retained() {
  local name rest
  ask "$(maintenance)" "base=$BASE" <<EOS | while IFS=$'\t' read -r name rest; do if [[ -n $(kind_of_retained "$name") ]]; then printf '%s\t%s\n' "$name" "$rest"; fi; done
SELECT name, oid, bytes, "isOpen", translate(comment, E'\t\r\n', '   ') FROM ($RETAINED) l;
EOS
}
# The same as one JSON list, for the program.
retained_as_json() { ask "$(maintenance)" "base=$BASE" <<<"SELECT coalesce(json_agg(l), '[]') FROM ($RETAINED) l;"; }

# Whatever happens, the script gives an answer, and NAME is sealed again.
watch_retained() {
  work=$(mktemp -d) LOG=$work/log opened=''
  exec 2>>"$LOG"
  trap 'over $?' EXIT
  trap 'exit 130' TERM INT HUP
}
over() {
  local status=$1 said=stopped code=step.interrupted stopped=true
  trap '' TERM INT HUP
  if ((status != 130)); then code=step.unexpected stopped=false said+=" unexpectedly (exit $status): $(why)"; fi
  seal_retained || said+=", and $open_still"
  if declare -F abandon >/dev/null; then abandon || true; fi
  rm -rf "$work"
  if ((status)); then refuse "$code" "$said" ",\"stopped\":$stopped"; fi
}

# Refuses unless NAME is one that a rollback has left, as it was shown, while no rollback is at work.
retained_or_refuse() {
  local there line oid _ comment open
  find_server || refuse database.no-container "$DATABASE_SERVICE has no container"
  there=$(list_retained) || refuse database.silent "the database does not answer: $(why)"
  live=$(oid_of "$DATABASE_NAME")
  if [[ $NAME == "$DATABASE_NAME" ]]; then refuse retained.is-live "$NAME is the live database; $(accepts "$there")"; fi
  line=$(NAME=$NAME awk -F '\t' '$1 == ENVIRON["NAME"]' <<<"$there")
  if [[ -z $line ]]; then refuse retained.unknown "$NAME is no database that a rollback has left; $(accepts "$there")"; fi
  IFS=$'\t' read -r _ oid bytes _ comment <<<"$line"
  kind=$(kind_of_retained "$NAME")
  if [[ $kind == inplace ]]; then refuse retained.is-live "$NAME is the live database itself, as a restore in place has left it in the middle: ./rollback tells what to do"; fi
  if [[ $comment != "$MARK"* && -z ${KNOWN-} ]]; then
    refuse retained.unmarked "$NAME has the name of one that a rollback leaves, but neither its comment nor the journal says that one did; $(accepts "$there")"
  fi
  if [[ $oid != "$LEFT_OID" ]]; then refuse retained.replaced "another database is called $NAME now: its oid is $oid, not ${LEFT_OID:-known}; look again"; fi
  if [[ -z $live ]]; then refuse retained.only-one "there is no database $DATABASE_NAME, so $NAME may be all that is left of it"; fi
  open=$(unfinished)
  if [[ -n $open ]]; then refuse rollback.unfinished "rollback $open is unfinished: ./rollback recover"; fi
  if read_lease && lease_is_live; then refuse lease.held "$(leaseholder); all others keep off until ${LEASE[until]}"; fi
  if [[ $(last_outcome) == 'stranded '* ]]; then refuse rollback.stranded "rollback $(last_outcome | cut -d ' ' -f 2) ended stranded, and may need $NAME: ./rollback finishes it first"; fi
}
# What could be named instead, of the lines that list_retained prints.
accepts() {
  local names
  names=$(MARK=$MARK BASE=$BASE awk -F '\t' 'index($5, ENVIRON["MARK"]) == 1 && index($1, ENVIRON["BASE"] "_inplace_") != 1 { print $1 }' <<<"$1" | paste -sd , | sed 's/,/, /g')
  printf '%s' "${names:+there are: }${names:-rollbacks have left none}"
}

# A sealed database must be opened to be read. Sealed again it is whatever it was before; a shadow never was.
open_retained() {
  if [[ $kind == shadow ]]; then return 0; fi
  opened=$NAME
  ask "$(maintenance)" "name=$NAME" <<<'ALTER DATABASE :"name" ALLOW_CONNECTIONS true;'
}
# Ends what of ours is still at it, too. It goes by the oid: under this name may be another one by now.
seal_retained() {
  if [[ -z ${opened-} ]]; then return 0; fi
  open_still="$NAME can be connected to still; seal it: ALTER DATABASE \"$NAME\" ALLOW_CONNECTIONS false"
  ask "$(maintenance)" "name=$NAME" "oid=$LEFT_OID" "session=$SESSION" >/dev/null <<'EOS' || return 1
SELECT format('ALTER DATABASE %I ALLOW_CONNECTIONS false', datname) FROM pg_database WHERE oid = :'oid' AND datname = :'name'
\gexec
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = :'session' AND pid <> pg_backend_pid();
EOS
  opened=''
}

# Runs one of our functions; a signal is heard meanwhile.
heard() {
  "$@" &
  wait $!
}

# The rows that live only in NAME, into $work/only: a line a table, its name and how many, the most first.
only_there() {
  if [[ -n $(ask "$NAME" <<<"SELECT 1 FROM ($TABLES) t JOIN pg_attribute a ON attrelid = t.oid WHERE nspname || relname || attname ~ '[[:cntrl:]]' LIMIT 1" | head -c 1) ]]; then
    echo 'error: a table or a column has a control character in its name' >&2
    return 1
  fi
  if [[ -n $SINCE ]]; then count_since "$NAME" "$SINCE"; else compare "$NAME" "$DATABASE_NAME"; fi |
    awk -F '\t' -v OFS='\t' '$2 > 0 { print $1, $2 }' | sort -t $'\t' -k 2,2nr -k 1,1 >"$work/only"
}
# Says how it can be read, or why not. PATIENCE was for what is asked in passing.
count_only_there() {
  unset PATIENCE
  open_retained && heard only_there
}
