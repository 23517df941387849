# shellcheck shell=sh
# Source this (`. tools/env.sh`) to have this project's Pulumi in a shell. Backend and passphrase stay yours to set:
# PULUMI_BACKEND_URL, PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE.

# Only bash and zsh tell where a sourced file is; another shell must be in the checkout.
# shellcheck disable=SC3028,SC3054,SC2296
if [ -n "${BASH_VERSION:-}" ]; then
  _chronos_root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
elif [ -n "${ZSH_VERSION:-}" ]; then
  _chronos_root=$(CDPATH='' cd -- "$(dirname -- "$(eval 'printf %s "${(%):-%x}"')")/.." && pwd)
else
  _chronos_root=$(pwd)
fi

if [ -x "$_chronos_root/tools/bin/pulumi" ]; then
  case ":$PATH:" in
    *":$_chronos_root/tools/bin:"*) ;;
    *) PATH="$_chronos_root/tools/bin:$PATH" ;;
  esac
  PULUMI_HOME="${XDG_CACHE_HOME:-$HOME/.cache}/chronos-rollback/$(sed -n 's/^  "version": "\([^"]*\)".*/\1/p' \
    "$_chronos_root/package.json")/pulumi-home"
  PULUMI_SKIP_UPDATE_CHECK=1
  export PATH PULUMI_HOME PULUMI_SKIP_UPDATE_CHECK
  unset _chronos_root
else
  unset _chronos_root
  echo 'tools/env.sh: in this shell, source it from the top directory of the checkout.' >&2
  false
fi
