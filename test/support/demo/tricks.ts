import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PATH = (process.env['PATH'] ?? '').replaceAll("'", '');

/** When Compose is to bring up the service that the file `fails` names, it fails. */
const docker = (directory: string): string => `#!/bin/sh
for last; do :; done
case " $* " in
  *' compose '*' up '*)
    if [ "$(cat '${directory}/fails' 2>&1)" = "$last" ]; then
      echo 'Compose fails, as it was told to' >&2
      exit 1
    fi ;;
esac
PATH='${PATH}' exec docker "$@"
`;

/** The script `meanwhile` is run once, when an update looks for the first time after its own preview. */
const git = (directory: string): string => `#!/bin/sh
if [ -e '${directory}/meanwhile' ] && ls '${directory}'/tmp/chronos-rollback-*/*.json >/dev/null 2>&1; then
  mv '${directory}/meanwhile' '${directory}/run'
  PATH='${PATH}' sh '${directory}/run' >/dev/null 2>&1
fi
PATH='${PATH}' exec git "$@"
`;

/**
 * Makes `bin` in a directory, with programs that are to be found before the real ones and do what files
 * beside it tell them, and `tmp`, where a preview leaves what it showed.
 */
export function makeTricks(directory: string): void {
  for (const name of ['bin', 'tmp']) mkdirSync(join(directory, name));
  for (const [name, text] of Object.entries({ docker: docker(directory), git: git(directory) })) {
    writeFileSync(join(directory, 'bin', name), text);
    chmodSync(join(directory, 'bin', name), 0o755);
  }
}
