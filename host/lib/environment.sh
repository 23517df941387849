# What comes first in every script: of the environment of whoever calls us, what we start sees a list of names and nothing
# else. So no shell of an operator, and no git that calls us, tells Docker, Compose or git what to work on, or how.
# The deployment's own scripts get all of it.
# gives: as_caller
# reads: PINS
CALLER=()
# A function of the caller would stand for the command of its name.
for ONE in $(compgen -A function); do unset -f "$ONE"; done
for ONE in $(compgen -e); do
  # What the script is given on its command line is its own.
  if [[ " $PINS " == *" $ONE "* ]]; then
    export -n "${ONE?}"
    continue
  fi
  case $ONE in
    # The keys to Pulumi's state: a script that prints its environment would give them away.
    PULUMI_CONFIG_PASSPHRASE | PULUMI_CONFIG_PASSPHRASE_FILE | PULUMI_ACCESS_TOKEN) ;;
    # A git that calls us speaks of its own repository; the rest is set by us, or by bash.
    GIT_DIR | GIT_WORK_TREE | GIT_INDEX_FILE | GIT_COMMON_DIR | GIT_NAMESPACE | GIT_OBJECT_DIRECTORY) ;;
    GIT_ALTERNATE_OBJECT_DIRECTORIES | GIT_QUARANTINE_PATH | GIT_PREFIX | GIT_TERMINAL_PROMPT | GIT_OPTIONAL_LOCKS) ;;
    CHRONOS_ROLLBACK_ID | CHRONOS_ROLLBACK_STEP | LC_ALL | PWD | OLDPWD | SHLVL | _ | SHELLOPTS | BASHOPTS) ;;
    *) CALLER+=("$ONE=${!ONE}") ;;
  esac
  case $ONE in
    PATH | HOME | USER | LOGNAME | PWD | TMPDIR | DOCKER_CONFIG | DOCKER_HOST | DOCKER_CONTEXT) ;;
    SSH_AUTH_SOCK | GIT_SSH_COMMAND | SSL_CERT_FILE | SSL_CERT_DIR | CHRONOS_*) ;;
    HTTP_PROXY | HTTPS_PROXY | FTP_PROXY | ALL_PROXY | NO_PROXY | http_proxy | https_proxy | ftp_proxy | all_proxy | no_proxy) ;;
    SUDO_USER | OLDPWD | SHLVL | _ | SHELLOPTS | BASHOPTS) export -n "${ONE?}" ;;
    *) unset -v "$ONE" ;;
  esac
done
unset ONE PINS CDPATH

# as_caller COMMAND…: with all of the caller's environment.
as_caller() (
  unset -v DOCKER_HOST
  # shellcheck disable=SC2163 # NAME=VALUE each
  if ((${#CALLER[@]})); then export "${CALLER[@]}"; fi
  "$@"
)
