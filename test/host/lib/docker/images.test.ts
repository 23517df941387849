import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { part } from '../../../../resources/script/hostScript';

const directory = mkdtempSync(join(tmpdir(), 'names-'));
const names = join(directory, 'names');
afterAll(() => rmSync(directory, { recursive: true }));

/** `give_back`, where every name points to another image and Docker gives a name unless it is `refused`. */
function giveBack(text: string): { status: number | null; given: string[] } {
  writeFileSync(names, text);
  const lines = [
    'set -euo pipefail; shopt -s inherit_errexit',
    part('lib/docker/images'),
    `docker() { case "$*" in image*) echo other ;; *refused) return 1 ;; tag*) echo "$3" ;; esac; }`,
    `give_back '${names}' || exit 3`,
  ];
  const { status, stdout } = spawnSync('bash', ['-c', lines.join('\n')], { encoding: 'utf8' });
  return { status, given: stdout.split('\n').filter(Boolean) };
}

test('names go back to the images that had them, and are on record no longer', () => {
  expect(giveBack('old api\nold web\n')).toEqual({ status: 0, given: ['api', 'web'] });
  expect(existsSync(names)).toBe(false);
});

test('one that cannot go back keeps none of the others, and all stay on record', () => {
  expect(giveBack('old api\nold refused\nold web\n')).toEqual({ status: 3, given: ['api', 'web'] });
  expect(readFileSync(names, 'utf8')).toBe('old api\nold refused\nold web\n');
});
