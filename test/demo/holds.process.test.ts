import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { checkpointFile } from '../../resources/script/checkpointFile';

// deploy.sh with a docker that has a healthy database and can build nothing, and a checkpoint that knows of no database:
// what is not refused gets as far as the images, so that HEAD tells the release.
const DOCKER = `#!/bin/sh
echo "$*" >>"$LOG"
case "$*" in
  'ps '*compose.service=*) echo container ;;
  'ps '* | 'version') ;;
  'inspect '*) echo running/healthy ;;
  'compose version' | *' up '* | 'exec '*) ;;
  *) exit 1 ;;
esac
`;
const SCRIPTS = join(__dirname, '../../demo/chronos/deployment');
const parent = mkdtempSync(join(tmpdir(), 'holds-'));
const directory = join(parent, 'chronos');
const state = join(parent, "the state's");
const log = join(parent, 'log');
const checkpoint = join(state, 'checkpoint');
const commits: string[] = [];

const git = (...args: string[]) => {
  const who = ['-c', 'user.name=tester', '-c', 'user.email=tester@localhost'];
  return execFileSync('git', [...who, ...args], { cwd: directory, encoding: 'utf8' }).trim();
};

/** Runs deploy.sh at the newest release. */
function deploy(args: readonly string[] = [], more: NodeJS.ProcessEnv = {}) {
  git('checkout', '-q', '--detach', commits.at(-1) ?? '');
  const path = [join(parent, 'bin'), process.env['PATH']].join(delimiter);
  const env = { ...process.env, PATH: path, LOG: log, CHRONOS_ROLLBACK_STATE: state, ...more };
  const script = './deployment/scripts/deploy.sh';
  const { status, stderr } = spawnSync(script, ['production', ...args], {
    cwd: directory,
    env,
    encoding: 'utf8',
  });
  return { code: status, text: stderr };
}

/** Whether it was refused with nothing touched, or went on, and to which release. */
function outcome(args: readonly string[] = [], more: NodeJS.ProcessEnv = {}) {
  rmSync(log, { force: true });
  const { code, text } = deploy(args, more);
  if (/could not build/.test(text)) return `v${commits.indexOf(git('rev-parse', 'HEAD')) + 1}`;
  const called = existsSync(log) ? readFileSync(log, 'utf8') : '';
  const touched = [existsSync(join(directory, 'backups')), existsSync(join(state, 'deploy.lock')), called];
  expect({ code, touched }).toEqual({ code: 1, touched: [false, false, 'compose version\n'] });
  return text.includes('Nothing has been touched.') ? 'refused' : text;
}

const lease = (until: string, more: object = {}) => {
  const line = {
    v: 1,
    rollback: 'r-1234abcd',
    holder: 'organization/chronos/production',
    user: 'oncall "A" \\',
    since: '2026-11-22T03:00:00.000Z',
    state: 'restart',
    until,
    ...more,
  };
  writeFileSync(join(state, 'lease'), `${JSON.stringify(line)}\n`);
};
const hold = (lines: readonly string[], name = 'r-1234abcd') =>
  writeFileSync(join(state, 'holds', name), lines.map((line) => `${line}\n`).join(''));
const installed = checkpointFile(
  {
    ...{ STATE: state, DIRECTORY: directory, PROJECT: 'chronos', HEALTH: '', BACKUPS: '/backups' },
    ...{ DATABASE_SERVICE: '', DATABASE_USER: 'app', DATABASE_NAME: 'app' },
  },
  '1.2.3',
);
const from = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

beforeAll(() => {
  mkdirSync(join(parent, 'bin'));
  writeFileSync(join(parent, 'bin/docker'), DOCKER, { mode: 0o755 });
  cpSync(SCRIPTS, join(directory, 'deployment'), { recursive: true });
  writeFileSync(join(directory, '.gitignore'), 'backups/\n');
  git('init', '-q');
  for (const name of ['v1', 'v2', 'v3']) {
    writeFileSync(join(directory, 'docker-compose.production.yml'), `# ${name}\n`);
    git('add', '--all');
    git('commit', '-q', '--no-verify', '--no-gpg-sign', '-m', name);
    commits.push(git('rev-parse', 'HEAD'));
  }
});
beforeEach(() => {
  for (const path of [state, join(directory, 'backups')]) rmSync(path, { recursive: true, force: true });
  mkdirSync(join(state, 'holds'), { recursive: true });
  const record = commits.map((commit) => `{"commit":"${commit}","outcome":"healthy"}\n`);
  writeFileSync(join(state, 'deployments.jsonl'), record.join(''));
  writeFileSync(checkpoint, installed.text, { mode: 0o700 });
});
afterAll(() => rmSync(parent, { recursive: true }));

const [deployment, rollback] = [[], ['--rollback']];
const release = (n: number) => () => hold(['mode=release', `commit=${commits[n - 1]}`]);
test.each<[string, () => void, string, string]>([
  ['no lease and no hold', () => undefined, 'v3', 'v2'],
  ['a live lease', () => lease(from(600)), 'refused', 'refused'],
  ['a live lease in whole seconds', () => lease(from(600).replace(/\..*/, 'Z')), 'refused', 'refused'],
  ['a lease that ran out', () => lease(from(-1)), 'v3', 'v2'],
  ['a lease without an end', () => lease('tomorrow'), 'v3', 'v2'],
  [
    'a torn lease',
    () => writeFileSync(join(state, 'lease'), `{"rollback":"r-1","until":"${from(600)}"`),
    'v3',
    'v2',
  ],
  ['an empty lease', () => writeFileSync(join(state, 'lease'), ''), 'v3', 'v2'],
  ['a hold of every deployment', () => hold(['mode=all']), 'refused', 'refused'],
  ['a hold of this release', release(3), 'refused', 'v2'],
  ['a hold of the release before', release(2), 'v3', 'v1'],
  ['a hold of nothing', () => hold(['mode=none']), 'v3', 'v2'],
  ['a hold that cannot be read', () => hold(['commit=']), 'refused', 'refused'],
  ['a hold of a release that is none', () => hold(['mode=release', 'commit=v3']), 'refused', 'refused'],
  ['a file that is no hold', () => hold(['mode=all'], 'r-1234abcd.new'), 'v3', 'v2'],
])('with %s', (_, make, deployed, rolledBack) => {
  make();
  expect(outcome(deployment)).toBe(deployed);
  expect(outcome(rollback)).toBe(rolledBack);
});

test('a step of a rollback is not kept off by the lease of that rollback, nor by holds', () => {
  lease(from(600));
  hold(['mode=all']);
  hold(['mode=release', `commit=${commits[1]}`], 'r-00000002');
  expect(outcome(rollback, { CHRONOS_ROLLBACK_ID: 'r-1234abcd' })).toBe('v2');
});

test('the lease of another rollback keeps off a step of a rollback, too', () => {
  lease(from(600));
  expect(outcome(rollback, { CHRONOS_ROLLBACK_ID: 'r-00000002' })).toBe('refused');
});

test('a rollback goes by the commits of the record, not by those that were checked out before', () => {
  const [v1, v2, v3] = commits;
  const line = (commit = '', before = '') =>
    `{"v":2,"commit":"${commit}","outcome":"healthy","before":{"commit":"${before}"}}\n`;
  writeFileSync(join(state, 'deployments.jsonl'), line(v1, v1) + line(v2, v1) + line(v3, v2));
  expect(outcome(rollback)).toBe('v2');
  writeFileSync(
    join(state, 'deployments.jsonl'),
    `${line(v1, v1)}{"commit":"${v2}","outcome":"unhealthy"}\n`,
  );
  expect(outcome(rollback)).toBe('v1');
});

test('a rollback without a release to go back to touches nothing and says what the record has', () => {
  for (const record of ['', `{"commit":"${commits[2]}","outcome":"healthy"}\n`]) {
    writeFileSync(join(state, 'deployments.jsonl'), record);
    expect(outcome(rollback)).toContain('nothing to go back to');
  }
});

test('without the installed checkpoint nothing is touched, and the line that installs it is named', () => {
  rmSync(checkpoint);
  expect(outcome(deployment)).toContain('./rollback checkpoint --install');
  writeFileSync(checkpoint, `${installed.text}# altered\n`, { mode: 0o700 });
  expect(outcome(rollback)).toContain('./rollback checkpoint --install');
});

test('the refusal for a lease says who is at work, since when and until when', () => {
  const until = from(600);
  lease(until);
  const { text } = deploy();
  expect(text).toMatch(/^error: rollback r-1234abcd .*organization\/chronos\/production \(oncall "A" \\\)/);
  expect(text).toContain('since 2026-11-22T03:00:00.000Z, in state restart');
  expect(text).toContain(until);
});

test('the refusal for a hold says who and why, without what could colour a terminal', () => {
  hold([
    'mode=release',
    `commit=${commits[2]}`,
    'since=2026-11-22T03:00:00.000Z',
    'operator=oncall@host',
    'reason=5xx = \x1b[31mbad',
  ]);
  const { text } = deploy();
  expect(text).toContain(`r-1234abcd holds release ${commits[2]?.slice(0, 12)}: 5xx =  [31mbad (oncall@host`);
  expect(text).toContain('./rollback release r-1234abcd');
});

test('the command that a refusal prints releases', () => {
  hold(['mode=all']);
  const [, command = 'false'] = /, or (rm .*)$/m.exec(deploy().text) ?? [];
  execFileSync('bash', ['-c', command]);
  expect(outcome(deployment)).toBe('v3');
});
