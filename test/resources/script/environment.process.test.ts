import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { part, script } from '../../../resources/script/hostScript';

const root = mkdtempSync(join(tmpdir(), 'environment-'));
const bin = join(root, 'bin');
const seen = join(root, 'seen');
const PATH = process.env['PATH'] ?? '';
mkdirSync(bin);
for (const tool of ['git', 'docker']) {
  writeFileSync(join(bin, tool), `#!/bin/bash\n/usr/bin/env -0 >'${seen}.${tool}'\n`);
  chmodSync(join(bin, tool), 0o755);
}
afterAll(() => rmSync(root, { recursive: true }));

const LISTED = {
  PATH: `${bin}:${PATH}`,
  HOME: root,
  USER: 'jane',
  DOCKER_CONFIG: join(root, '.docker'),
  DOCKER_HOST: 'unix:///run/x.sock',
  TMPDIR: root,
  https_proxy: 'http://proxy:3128',
  SSL_CERT_FILE: '/etc/ssl/own.pem',
  SSH_AUTH_SOCK: '/run/agent',
  CHRONOS_OPERATOR: 'jane',
  GIT_SSH_COMMAND: 'ssh -i key',
};
const OTHERS = {
  COMPOSE_REMOVE_ORPHANS: '1',
  COMPOSE_PROFILES: 'other',
  COMPOSE_ENV_FILES: 'other.env',
  DOCKER_DEFAULT_PLATFORM: 'linux/arm64',
  LANGUAGE: 'de',
  GIT_SSL_NO_VERIFY: '1',
  GIT_CONFIG_COUNT: '0',
  APP_KEY: 'two\nlines',
};
const NEVER = {
  PULUMI_CONFIG_PASSPHRASE: 'pass',
  PULUMI_ACCESS_TOKEN: 'pul-1',
  GIT_DIR: '/nowhere/.git',
};
/** The variables that bash and base.sh set. */
const OURS = /^(_|PWD|SHLVL|LC_ALL|GIT_TERMINAL_PROMPT|GIT_OPTIONAL_LOCKS)$/;

const pairs = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split('\0')
      .filter(Boolean)
      .map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])
      .filter(([name]) => !OURS.test(name)),
  );
const run = (input: string, more: object = {}) =>
  execFileSync('bash', ['-s'], { input, encoding: 'utf8', env: { ...LISTED, ...OTHERS, ...NEVER, ...more } });
/** Of a script with that pin: what a tool sees that it starts. */
const asScript = (lines: string, pins = '') =>
  ['{', `PINS='${pins}'`, part('lib/environment'), part('lib/base'), lines, 'exit 0', '}', ''].join('\n');

test('of the environment of whoever calls a script, git sees a list of names and nothing else', () => {
  run(script('queries/read-head', { DIRECTORY: root }));
  expect(pairs(readFileSync(`${seen}.git`, 'utf8'))).toEqual(LISTED);
});

test('so does Docker, and a function of the name of a tool is not called', () => {
  run(asScript('docker ps'), { 'BASH_FUNC_docker%%': '() { :; }' });
  expect(pairs(readFileSync(`${seen}.docker`, 'utf8'))).toEqual(LISTED);
});

test("the deployment's own scripts have all of it, but the keys to the state and what git says of itself", () => {
  expect(pairs(run(asScript('as_caller env -0')))).toEqual({ ...LISTED, ...OTHERS });
});

test('who typed it behind sudo a script knows, and nothing that it starts', () => {
  expect(run(asScript('docker ps; echo "$SUDO_USER"'), { SUDO_USER: 'jane' })).toBe('jane\n');
  expect(pairs(readFileSync(`${seen}.docker`, 'utf8'))).toEqual(LISTED);
  expect(script('commands/checkpoint', {})).not.toMatch(/^unset -v .*\bSUDO_USER\b/m);
});

test('what a script is given on its command line is seen by nobody else', () => {
  const lines = 'docker ps; echo "$COMMIT"; as_caller env';
  const printed = run(asScript(lines, 'COMMIT'), { COMMIT: 'abc' });
  expect([printed.split('\n')[0], printed.includes('COMMIT=')]).toEqual(['abc', false]);
  expect(pairs(readFileSync(`${seen}.docker`, 'utf8'))).toEqual(LISTED);
});

test('the Docker that is given wins over the one that the caller has chosen, and is unknown to their scripts', () => {
  const lines = 'DOCKER_HOST=unix:///run/planned.sock\n';
  const text = [
    '{',
    "PINS=''",
    part('lib/environment'),
    lines,
    part('lib/base'),
    'docker ps',
    'as_caller env -0',
    '}',
    '',
  ];
  const printed = pairs(run(text.join('\n'), { DOCKER_CONTEXT: 'far', DOCKER_HOST: undefined }));
  expect(pairs(readFileSync(`${seen}.docker`, 'utf8'))).toEqual({
    ...LISTED,
    DOCKER_HOST: 'unix:///run/planned.sock',
  });
  expect([printed['DOCKER_HOST'], printed['DOCKER_CONTEXT']]).toEqual([undefined, 'far']);
});
