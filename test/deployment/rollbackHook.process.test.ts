import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAME = 'deployment/scripts/rollback-hook.sh';
const HOOK = join(__dirname, '../..', NAME);
const root = mkdtempSync(join(tmpdir(), "it's a hook-"));
const door = join(root, 'rollback');
const deploy = join(root, 'shop/deploy.sh');
mkdirSync(join(root, 'deployment/scripts'), { recursive: true });
mkdirSync(join(root, 'shop'));
copyFileSync(HOOK, join(root, NAME));
afterAll(() => rmSync(root, { recursive: true }));
const provideDoor = () =>
  writeFileSync(door, `#!/bin/sh\nfor word; do printf '<%s>' "$word"; done\nexit 7\n`, { mode: 0o755 });
beforeEach(provideDoor);

/** The deploy script says that it deploys, with its own words and variables as they are after the hook. */
const run = (shell: string, words: readonly string[], env: object = {}, line = `. "${root}/${NAME}"`) => {
  const body = `printf 'deploys'; for word; do printf '<%s>' "$word"; done; set | grep CHRONOS_ | cut -d = -f 1 | tr '\\n' ' '`;
  writeFileSync(deploy, `set -eu\n${line}\n${body}\n`);
  const { status, stdout, stderr } = spawnSync(shell, [deploy, ...words], {
    cwd: '/',
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
  });
  return { status, stdout, stderr };
};
const named = `CHRONOS_ROLLBACK="${door}"; . "${root}/${NAME}"`;
const SHELLS = [
  ['bash', undefined],
  ['dash', named],
  ['bash', named],
] as const;

describe.each(SHELLS)('a deploy script of %s with the line %s', (shell, line) => {
  test.each([
    [['production', '--rollback'], '<up><--stack><production>'],
    [['staging', '--rollback', 'v1'], '<up><--stack><staging><--to><v1>'],
    [['production', '--rollback', '--yes'], '<up><--stack><production><--yes>'],
    [
      ['production', '--rollback', 'a b', '--reason', "it's *"],
      "<up><--stack><production><--to><a b><--reason><it's *>",
    ],
  ])('called with %j is the front door, and ends as that does', (words, stdout) => {
    expect(run(shell, words, {}, line)).toEqual({ status: 7, stdout, stderr: '' });
  });

  test.each([
    [[]],
    [['production']],
    [['--rollback']],
    [['production', 'rollback']],
    [['production', 'x', '--rollback']],
  ])('called with %j goes on as ever', (words: string[]) => {
    const { status, stdout } = run(shell, words, {}, line);
    expect([status, stdout]).toEqual([
      0,
      expect.stringContaining(`deploys${words.map((word) => `<${word}>`).join('')}`),
    ]);
  });

  test('called by a rollback itself goes on, and nothing calls itself in a circle', () => {
    const { status, stdout } = run(
      shell,
      ['production', '--rollback'],
      { CHRONOS_ROLLBACK_ID: 'r-1234abcd' },
      line,
    );
    expect([status, stdout]).toEqual([0, expect.stringContaining('deploys<production><--rollback>')]);
  });

  test('deploys nothing where the front door is gone', () => {
    rmSync(door);
    expect(run(shell, ['production', '--rollback'], {}, line)).toMatchObject({
      ...{ status: 1, stdout: '' },
      stderr: expect.stringContaining('nothing has been done'),
    });
  });
});

test('a shell that does not tell which file it reads says that the line has to', () => {
  expect(run('dash', ['production', '--rollback'])).toMatchObject({
    ...{ status: 1, stdout: '' },
    stderr: expect.stringContaining('Set CHRONOS_ROLLBACK'),
  });
  expect(run('dash', ['production'])).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('deploys<production>'),
  });
});

test('nothing of a deploy script is changed that it does not concern', () => {
  expect(run('bash', ['production'])).toEqual({ status: 0, stdout: 'deploys<production>', stderr: '' });
});

test('shellcheck finds nothing in it, and its head has the line to type', () => {
  expect(spawnSync('shellcheck', [HOOK], { encoding: 'utf8' }).stdout).toBe('');
  expect(readFileSync(HOOK, 'utf8')).toContain('. /opt/chronos-rollback/deployment/scripts/rollback-hook.sh');
});
