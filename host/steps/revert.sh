# Checks the target out: by git, or WITH=script by the deployment's own script, which does more. Local
# modifications are stashed under the rollback's id; untracked files stay where they are, ignored ones too.
# SETTINGS: those that come with the target, from the record; today's are kept with the rollback.
# needs: step/step git/checkout git/lock git/stash step/outages settings/take-settings
# reads: COMMIT DEPLOY_SCRIPT DIRECTORY ENVIRONMENT ROLLBACK SETTINGS WITH
begin revert
name="chronos-rollback $ROLLBACK"

# Everything as it was before a checkout that failed, halfway perhaps.
put_back() {
  local stays=", local modifications, if any, are in the stash \"$name\""
  take_back_half "$COMMIT" || { kept+=", $blocked is in the way$stays"; return 1; }
  put_leftovers_aside || { kept+=$stays; return 1; }
  rm -f "$WORK/checkout"
  unstash "$name" || kept+=$stays
}

# Runs beside the lock, which stays with us: what the script leaves running keeps no later step waiting. Nobody can tell
# what a script has done that was cut off, so it is never run a second time: the undo takes back what is ours.
script() { cd "$DIRECTORY" && as_caller "./$DEPLOY_SCRIPT" "$ENVIRONMENT" --rollback 9>&-; }
script_once() {
  local stays='local modifications, if any, are in the stash'
  if [[ -e $WORK/script.done || ($head == "$COMMIT" && ! -e $WORK/script) ]]; then return 0; fi
  if [[ -e $WORK/script ]]; then
    fail revert.script-cut-off "$DEPLOY_SCRIPT had begun when an earlier revert was cut off, and is not run again; $stays \"$name\"$kept"
  fi
  put "$WORK/script" printf '%s\n' "$(now)" || fail state.unwritable "it cannot be written down that $DEPLOY_SCRIPT has begun: $WORK/script"
  fail_point revert.scripted
  within script || fail revert.script-failed "$DEPLOY_SCRIPT $ENVIRONMENT --rollback failed; $stays \"$name\"$kept"
  fail_point revert.ran
  put "$WORK/script.done" printf '%s\n' "$(now)" || fail state.unwritable "it cannot be written down that $DEPLOY_SCRIPT has ended: $WORK/script.done"
}

head=$(checkout_git rev-parse HEAD)
free_checkout || fail git.busy "another git is at work in the checkout: $held"
kept=''
if [[ -e $WORK/checkout ]]; then
  # A copy of us was cut off on its way: what is modified is its own, or was modified since.
  take_back_half "$COMMIT" || fail revert.half-done "the checkout is in the middle of two commits, and $blocked is in the way"
  put_leftovers_aside || fail revert.half-done "the checkout is in the middle of two commits$kept"
else
  if modified; then stash_away "$name" || fail revert.stash-failed 'local modifications cannot be stashed'; fi
  fail_point revert.stashed
  # For undo: whence, and where to. Written before the first file changes, once.
  put "$WORK/checkout" printf '%s\n' "$COMMIT" "$(branch_of)" || fail state.unwritable "it cannot be written down where the checkout goes: $WORK/checkout"
fi
fail_point revert.marked
if [[ ${WITH:-git} == script ]]; then
  record_outages
  script_once
elif ! within checkout_git checkout --no-overwrite-ignore --detach "$COMMIT" --; then
  put_back || true
  fail revert.checkout-failed "commit ${COMMIT:0:12} cannot be checked out$kept"
fi
fail_point revert.moved
head=$(checkout_git rev-parse HEAD)
[[ $head == "$COMMIT" ]] || fail revert.other-commit "the checkout is at ${head:0:12} and not at ${COMMIT:0:12}"
if [[ -n ${SETTINGS-} ]]; then
  take_settings "$WORK/settings" || fail revert.settings-failed "the settings of release $(settings_release) cannot be put into $blocked"
  kept+=", with settings of release $(settings_release)"
fi
if [[ -n $(stash_named "$name") ]]; then kept+=", local modifications in the stash \"$name\""; fi
succeed "at ${COMMIT:0:12}$kept"
