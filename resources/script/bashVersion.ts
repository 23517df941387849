/** What is printed instead of anything else where there is no bash 5. */
const SAYS = 'chronos-rollback needs bash 5, here is';

/** Runs what comes by standard input in bash, in any POSIX shell; says so where there is no bash. */
export const RUN_BASH = `command -v bash >/dev/null || { echo '${SAYS} no bash'; exit; }; exec bash -s`;

/**
 * The first lines of every script, in words that any shell has: an older bash ends here, before it
 * comes to what it cannot read.
 */
export const BASH_GUARD = [
  '# shellcheck disable=SC2128',
  'if [ "${BASH_VERSINFO-0}" -lt 5 ]; then',
  `  echo "${SAYS} bash \${BASH_VERSION-of no version}"`,
  '  exit 0',
  'fi',
].join('\n');

/** What the host has instead of bash 5, when that is what its output says: `no bash`, `bash 4.2.46(2)-release`. */
export function oldBash(printed: string): string | undefined {
  return printed.startsWith(SAYS) ? printed.slice(SAYS.length).trim() : undefined;
}
