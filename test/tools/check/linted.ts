import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../load';

/** The lines of a file in which the linter finds syntax that its folder may not have. */
export function linted(file: string, lines: readonly string[]): number[] {
  const { stdout } = spawnSync(
    join(root, 'node_modules/.bin/eslint'),
    ['--stdin', '--stdin-filename', file, '--format', 'json'],
    { cwd: root, encoding: 'utf8', input: `${lines.join('\n')}\n` },
  );
  const [{ messages }] = JSON.parse(stdout) as [{ messages: { ruleId: string; line: number }[] }];
  expect(new Set(messages.map(({ ruleId }) => ruleId))).toEqual(
    new Set(messages.length > 0 ? ['no-restricted-syntax'] : []),
  );
  return [...new Set(messages.map(({ line }) => line))];
}
