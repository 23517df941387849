# Records the releases of a deployment: `ask COMMIT`, `before` and `after`, which its deploy script calls. Its words are
# the script's own, or ARGUMENTS, a line each, where ./rollback calls it: then the last line says how it ended.
# needs: checkpoint/before checkpoint/after checkpoint/retention journal/objections git/checkout docker/projects
# needs: docker/running-services docker/archive
# reads: ARGUMENTS DATABASE_SERVICE DIRECTORY PROJECT STATE

say() { printf '%s\n' "$*"; }
finish() {
  if [[ -z ${ARGUMENTS-} ]]; then exit "$1"; fi
  say "exit $1"
  exit 0
}
# give_up CODE WHY
give_up() {
  if [[ -z ${ARGUMENTS-} ]]; then printf 'error: %s (%s)\n' "$2" "$1" >&2; else say "error     $2 ($1)"; fi
  finish 1
}
usage() {
  give_up checkpoint.usage "got $(printf '%q ' "${words[@]}"); it accepts:
  ask COMMIT
  before [COMMIT] [--no-backup --reason TEXT | --backup-max-age 6h | --backup-command COMMAND]
  after [--rolled-back-from COMMIT] [--wait SECONDS] [--no-settings] [--archive RELEASES] [--keep RELEASES] [--keep-days DAYS] [--dry-run]"
}

# seconds_of TEXT: 90, 90s, 15m, 6h or 2d.
seconds_of() {
  if [[ ! $1 =~ ^([1-9][0-9]{0,7})([smhd]?)$ ]]; then return 1; fi
  case ${BASH_REMATCH[2]} in
    m) printf '%s' $((BASH_REMATCH[1] * 60)) ;;
    h) printf '%s' $((BASH_REMATCH[1] * 3600)) ;;
    d) printf '%s' $((BASH_REMATCH[1] * 86400)) ;;
    *) printf '%s' "${BASH_REMATCH[1]}" ;;
  esac
}

if [[ -n ${ARGUMENTS-} ]]; then mapfile -t words <<<"$ARGUMENTS"; else words=("$@"); fi
exec </dev/null
action=${words[0]-} commit='' no_backup='' reason='' maximum_age='' backup_command='' wait=180 keep=10 keep_days=14 dry='' only_digests='' archived='' own='' rolled_back_from=''
index=1
# Sets `text`, `count` and `seconds` to the next word, which is of that kind.
text() { if [[ ! -v words[index] ]]; then usage; fi; text=${words[index]} index=$((index + 1)); }
count() { text; if ! is_number "$text"; then usage; fi; count=$text; }
seconds() { text; seconds=$(seconds_of "$text") || usage; }
while ((index < ${#words[@]})); do
  word=${words[index]} index=$((index + 1))
  case $action:$word in
    before:--no-backup) no_backup=yes ;;
    after:--dry-run) dry=yes ;;
    after:--no-settings) only_digests=yes ;;
    after:--archive) count; archived=$count ;;
    before:--reason) text; reason=$text ;;
    before:--backup-command) text; backup_command=$text ;;
    before:--backup-max-age) seconds; maximum_age=$seconds ;;
    after:--wait) seconds; wait=$seconds ;;
    after:--rolled-back-from) text; rolled_back_from=$(local_commit "$text") || give_up checkpoint.no-commit "the checkout has no commit $(printf %q "$text")" ;;
    after:--keep) count; keep=$count ;;
    after:--keep-days) count; keep_days=$count ;;
    ask:[!-]* | before:[!-]*)
      if [[ -n $commit ]]; then usage; fi
      commit=$word
      ;;
    *) usage ;;
  esac
done
if [[ ! $action =~ ^(ask|before|after)$ || ($action == ask && -z $commit) ]]; then usage; fi
if [[ -n $no_backup && -z $reason ]]; then give_up checkpoint.no-reason 'got --no-backup without --reason; it accepts --no-backup --reason TEXT'; fi

named=${commit:-HEAD}
commit=$(local_commit "$named") || give_up checkpoint.no-commit "the checkout has no commit $(printf %q "$named")"
if [[ $action != after ]]; then
  forbidden=$(objection "$commit")
  if [[ -n $forbidden ]]; then
    say "$forbidden"
    finish 3
  fi
  remark=$(remark_on "$commit")
  if [[ -n $remark ]]; then say "$remark"; fi
fi
if [[ $action == ask ]]; then finish 0; fi

if ! engine_answers; then give_up checkpoint.no-docker 'Docker does not answer'; fi
if [[ -z ${PROJECT-} ]]; then
  mapfile -t projects < <(projects_in "$DIRECTORY" "$(cd -- "$DIRECTORY" && pwd -P)")
  if ((${#projects[@]} != 1)); then give_up checkpoint.no-project "which project this is nobody says: got ${projects[*]:-none} from $DIRECTORY; it accepts deployment.project"; fi
  PROJECT=${projects[0]}
fi
(umask 022 && mkdir -p "$STATE" && umask 077 && : >>"$STATE/checkpoint.lock") 2>/dev/null || give_up state.unwritable "the state directory cannot be written: $STATE"
exec 8>>"$STATE/checkpoint.lock"
flock -n 8 || give_up checkpoint.held "another checkpoint of $PROJECT is at work"

case $action in
  before) before "$commit" ;;
  after)
    status=0
    if [[ -z $dry ]]; then after "$wait" || status=1; fi
    if [[ -z $dry && -n $archived ]]; then images_on_record "$archived" | archive_images; fi
    if [[ -n $DATABASE_SERVICE ]] && find_server && find_backup_place; then
      barred=$(retention_bar) retired=''
      if [[ -n $barred ]]; then say "kept      all backups: $barred"; else retired=$(retire_backups "$keep" "$keep_days" "$dry"); fi
      if [[ -n $retired ]]; then say "${dry:+would be }removed:"$'\n'"$retired"; fi
    fi
    finish "$status"
    ;;
esac
finish 0
