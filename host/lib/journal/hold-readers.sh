# Who reads the holds before something is deployed.
# needs: git/checkout
# gives: hold_readers hold_callers
# reads: DEPLOY_SCRIPT

# A line that calls `checkpoint ask` or `checkpoint before`, or that looks into the directory of holds; comments do not.
LOOKS_AT_HOLDS='^([^#]*[^#-])?(checkpoint[^[:alnum:]#]{0,4}(ask|before)([^[:alnum:]_.-]|$)|/holds([^[:alnum:]_-]|$))'

# Where scripts that deploy are kept, as git's pathspecs.
SCRIPTS=(':(top)*.sh' ':(top)*.bash' ':(top)*.yml' ':(top)*.yaml' ':(top)*.py' ':(top)*.rb' ':(top)*.mjs' ':(top)*.ts' ':(top)bin/*'
  ':(top)scripts/*' ':(top,icase)*makefile' ':(top,icase)*justfile' ':(top,icase)*deploy*' ':(top,exclude,icase)*.md')

# in_scripts OPTION PATTERN: what git finds of it in scripts of the checkout and in the configured deploy script, which git need not
# know; paths from the uppermost directory.
in_scripts() {
  {
    checkout_git grep -IE --full-name "$1" -e "$2" -- "${SCRIPTS[@]}" || true
    checkout_git grep -IE --full-name "$1" -e "$2" --untracked --no-exclude-standard -- ":(literal)$DEPLOY_SCRIPT" || true
  } | sort -u
}

# The scripts that look at holds, a path a line.
hold_readers() { in_scripts -l "$LOOKS_AT_HOLDS"; }

# The lines, `FILE:NUMBER:LINE`, that call what a rollback has installed, or the hook of this project: without it they fail.
hold_callers() { in_scripts -n '^([^#]*[^#-])?(checkpoint[^[:alnum:]#]{0,4}(ask|before|after)([^[:alnum:]_.-]|$)|rollback-hook\.sh)' 2>/dev/null; }
