# Who reads the holds before something is deployed.
# needs: git/checkout
# gives: hold_readers
# reads: DEPLOY_SCRIPT DIRECTORY

# A line that calls `checkpoint ask` or `checkpoint before`, or that looks into the directory of holds; comments do not.
LOOKS_AT_HOLDS='^([^#]*[^#-])?(checkpoint[^[:alnum:]#]{0,4}(ask|before)([^[:alnum:]_.-]|$)|/holds([^[:alnum:]_-]|$))'

# Where scripts that deploy are kept, as git's pathspecs.
SCRIPTS=(':(top)*.sh' ':(top)*.bash' ':(top)*.yml' ':(top)*.yaml' ':(top)*.py' ':(top)*.rb' ':(top)*.mjs' ':(top)*.ts' ':(top)bin/*'
  ':(top)scripts/*' ':(top,icase)*makefile' ':(top,icase)*justfile' ':(top,icase)*deploy*' ':(top,exclude,icase)*.md')

# The scripts of the checkout that look at holds, and the configured deploy script where git does not know it, a path a line.
hold_readers() {
  {
    checkout_git grep -lIE --full-name -e "$LOOKS_AT_HOLDS" -- "${SCRIPTS[@]}" || true
    if [[ -f $DIRECTORY/$DEPLOY_SCRIPT ]] && grep -qsE -e "$LOOKS_AT_HOLDS" "$DIRECTORY/$DEPLOY_SCRIPT"; then
      checkout_git ls-files --error-unmatch -- "$DEPLOY_SCRIPT" >/dev/null 2>&1 || printf '%s\n' "$DEPLOY_SCRIPT"
    fi
  } | sort -u
}
