# Who reads the holds before something is deployed.
# needs: git/checkout
# gives: hold_readers hold_callers
# reads: DEPLOY_SCRIPT

# A line that calls `checkpoint ask` or `checkpoint before`, or that looks into the directory of holds; comments do not.
LOOKS_AT_HOLDS='^([^#]*[^#-])?(checkpoint[^[:alnum:]#]{0,4}(ask|before)([^[:alnum:]_.-]|$)|/holds([^[:alnum:]_-]|$))'

# Where scripts that deploy are kept, as git's pathspecs.
SCRIPTS=(':(top)*.sh' ':(top)*.bash' ':(top)*.yml' ':(top)*.yaml' ':(top)*.py' ':(top)*.rb' ':(top)*.mjs' ':(top)*.ts' ':(top)bin/*'
  ':(top)scripts/*' ':(top,icase)*makefile' ':(top,icase)*justfile' ':(top,icase)*deploy*' ':(top,exclude,icase)*.md')

# looks_at_holds OPTION… PATHSPEC…: the files of the checkout that do, a path from its uppermost directory a line.
looks_at_holds() { checkout_git grep -lIE --full-name -e "$LOOKS_AT_HOLDS" "$@" || true; }

# Scripts that look at holds, and the configured deploy script, which git need not know.
hold_readers() {
  {
    looks_at_holds -- "${SCRIPTS[@]}"
    looks_at_holds --untracked --no-exclude-standard -- ":(literal)$DEPLOY_SCRIPT"
  } | sort -u
}

# The lines, `FILE:NUMBER:LINE`, that call what a rollback has installed, or the hook of this project: without it they fail.
hold_callers() {
  local pattern='^([^#]*[^#-])?(checkpoint[^[:alnum:]#]{0,4}(ask|before|after)([^[:alnum:]_.-]|$)|rollback-hook\.sh)'
  {
    checkout_git grep -nIE --full-name -e "$pattern" -- "${SCRIPTS[@]}" || true
    checkout_git grep -nIE --full-name -e "$pattern" --untracked --no-exclude-standard -- ":(literal)$DEPLOY_SCRIPT" || true
  } 2>/dev/null | sort -u
}
