# shellcheck shell=sh
# To be sourced by a deploy script, by one line at its top:
#
#   . /opt/chronos-rollback/deployment/scripts/rollback-hook.sh
#
# Then `deploy.sh production --rollback [COMMIT] [OPTION…]` is `./rollback up --stack production [--to COMMIT] [OPTION…]` of the
# checkout that this file is in. Any other call of the deploy script goes on as ever. So does the call that a rollback makes
# itself (revertWith: script): it has set CHRONOS_ROLLBACK_ID. In a shell that does not tell which file it reads (dash), the
# line says where the front door is:
#
#   CHRONOS_ROLLBACK=/opt/chronos-rollback/rollback; . /opt/chronos-rollback/deployment/scripts/rollback-hook.sh
if [ "${2-}" = --rollback ] && [ -z "${CHRONOS_ROLLBACK_ID-}" ]; then
  # shellcheck disable=SC2128,SC3028,SC3054 # the first of them, in any shell
  if [ -z "${CHRONOS_ROLLBACK-}" ] && [ -n "${BASH_SOURCE-}" ]; then
    CHRONOS_ROLLBACK=$(dirname -- "$BASH_SOURCE")/../../rollback
  fi
  # Without the front door nothing is deployed instead.
  if [ ! -x "${CHRONOS_ROLLBACK-}" ]; then
    echo "rollback-hook: there is no front door at ${CHRONOS_ROLLBACK:-a place that this shell knows}; nothing has been done." >&2
    echo 'Set CHRONOS_ROLLBACK to the file rollback of the checkout of chronos-rollback, before this line.' >&2
    exit 1
  fi
  case ${3-} in
    '' | -*)
      CHRONOS_STACK=$1
      shift 2
      exec "$CHRONOS_ROLLBACK" up --stack "$CHRONOS_STACK" "$@"
      ;;
    *)
      CHRONOS_STACK=$1 CHRONOS_COMMIT=$3
      shift 3
      exec "$CHRONOS_ROLLBACK" up --stack "$CHRONOS_STACK" --to "$CHRONOS_COMMIT" "$@"
      ;;
  esac
fi
