import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { part } from '../../../resources/script/hostScript';

const [filesNow = ''] = /^files_now\(\) \{[\s\S]*?^\}/m.exec(part('lib/step/undo-services')) ?? [];
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'undo-files-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test.each([
  ['the target’s, while the checkout has these', ['new.yml', 'more.yml'], 'new.yml more.yml'],
  ['those that it returns to, where one of these is gone', ['new.yml', 'old.yml'], 'old.yml'],
])('what an undo stops by is %s', (_, there, files) => {
  for (const file of there) writeFileSync(join(directory, file), '');
  const text = `set -euo pipefail\nFILES=old.yml OTHER_FILES='new.yml more.yml'\n${filesNow}\nfiles_now`;
  const env = { ...process.env, DIRECTORY: directory };
  expect(execFileSync('bash', ['-c', text], { encoding: 'utf8', env })).toBe(files);
});
