# Takes back what rollback OF began, whether it ended or not: the names of images, the checkout with its
# local modifications, the database, the services. Each part is looked at as it stands, so that a copy of us that was cut
# off anywhere can be followed by another; each is tried though another failed.
# COMMIT: where to come back to. IMAGES (service=image): what ran before, by REFERENCES (service=name).
# WELL: the services that were well, of which alone health is required. ACTIONS (service=recreate): what reads files that
# the target had in another state. OTHER_FILES: the Compose files of what is left, where they are called otherwise than FILES.
# ADDED: services that had no container: what they got is removed.
# RUNS (service=commit): what ran another release than the one that was checked out.
# needs: step/step docker/take-down step/checks step/more-time
# needs: step/outages step/undo-checkout step/undo-services postgres/undo-restore settings/take-settings
# reads: ADDED COMMIT IMAGES OF ROLLBACK STATE
begin undo

theirs="chronos-rollback $OF" ours="chronos-rollback $ROLLBACK undo" kept=''
# failed CODE WHAT: a part that could not be taken back.
failed() {
  printf 'not taken back: %s%s\n' "$2" "$TIMED_OUT"
  FAILED+=("$2$TIMED_OUT") FAILED_CODES+=("$1")
  TIMED_OUT=''
}
began() { ROLLBACK=$OF journaled begin "\"step\":\"($1)\"" >/dev/null; }
ROLLBACK=$OF journaled attempt >/dev/null || fail rollback.unknown "the journal of this host knows no rollback $OF"

# Whether that rollback has come to no container: neither stop, restore nor a deploy script has begun, and restart, if it
# has, had not gone so far.
untouched=''
if ! began 'stop|restore' && [[ ! -e $STATE/$OF/script ]] && { ! began restart || [[ -e $STATE/$OF/untouched ]]; }; then untouched=yes; fi
if [[ -z $untouched ]]; then
  for service in ${ADDED-}; do
    if [[ -z ${recorder-} ]]; then record_outages; fi
    remove_containers "$service" || failed undo.not-removed "the containers of $service cannot be removed"
    fail_point undo.removed
  done
fi
if began restore; then
  # Nobody of the deployment may write to either database while they change places.
  read -ra apps <<<"$(names_in "$IMAGES")"
  if [[ -z ${recorder-} ]]; then record_outages; fi
  if ((${#apps[@]})); then FILES=$(files_now) stop_services "${apps[@]}" || failed undo.not-stopped "${apps[*]} cannot be stopped"; fi
  fail_point undo.stopped
  database_back
  fail_point undo.database-back
fi
if began 'prepare|restart|revert'; then names_back; fi
if [[ -n $lost ]]; then
  failed undo.waits-for-database 'the checkout and the services, which wait for the database'
elif began revert; then
  checkout_back
  settings_back "$STATE/$OF/settings"
  if [[ -n $stays ]]; then failed undo.settings-kept "settings that were changed since, or cannot be written:$stays"; fi
fi
touched=''
if [[ -z $lost ]] && began 'stop|revert|restart'; then
  if files_are_back; then
    if [[ -z ${recorder-} ]]; then record_outages; fi
    touched=yes
    fail_point undo.unstashed
  else
    failed undo.waits-for-checkout "the services: the Compose files in the checkout are not those of ${COMMIT:0:12}"
  fi
fi
if [[ -z $lost ]]; then
  check_commit
  services_back
  for service in ${ADDED-}; do same check.containers "containers of $service" "$(containers_of "$service" | wc -l)" 0; done
  check_database
fi

detail checks "[$CHECKS]"
if ((${#FAILED[@]} == 0)); then succeed "as before at ${COMMIT:0:12}$kept$EXTENSION"; fi
detail failures "$(json_array "${FAILED[@]}")"
detail failureCodes "$(json_array "${FAILED_CODES[@]}")"
fail "${FAILED_CODES[0]}" "not everything is as before: $(printf '%s; ' "${FAILED[@]}" | sed 's/; $//')$kept$EXTENSION"
