import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

// deploy.sh with a docker that has a healthy, empty database and can build nothing: what is not refused
// gets as far as the images, so that HEAD tells the release.
const DOCKER = `#!/bin/sh
echo "$*" >>"$LOG"
case "$*" in
  'ps '*) echo container ;;
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
  for (const path of [state, log, join(directory, 'backups')]) rmSync(path, { recursive: true, force: true });
  mkdirSync(join(state, 'holds'), { recursive: true });
  const record = commits.map((commit) => `{"commit":"${commit}","outcome":"healthy"}\n`);
  writeFileSync(join(state, 'deployments.jsonl'), record.join(''));
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
  rmSync(log, { force: true });
  expect(outcome(rollback)).toBe(rolledBack);
});

test('a lease that cannot be read is warned of', () => {
  writeFileSync(join(state, 'lease'), 'no JSON\n');
  expect(deploy().text).toContain(`warning: ${state}/lease `);
});

test('a step of a rollback is not kept off by the lease of that rollback, nor by holds', () => {
  lease(from(600));
  hold(['mode=all']);
  hold(['mode=release', `commit=${commits[1]}`], 'r-00000002');
  expect(outcome(rollback, { CHRONOS_ROLLBACK_ID: 'r-1234abcd' })).toBe('v2');
});

test('the refusal for a lease says who is at work since when and why, and until when', () => {
  const until = from(600);
  lease(until);
  const opened = {
    v: 1,
    type: 'attempt',
    rollback: 'r-1234abcd',
    at: '',
    operator: 'x',
    reason: '5xx "again"',
    plan: { reason: 'none' },
  };
  writeFileSync(join(state, 'journal.jsonl'), `${JSON.stringify(opened)}\n`);
  expect(deploy().text).toBe(`error: rollback r-1234abcd is at work, in state restart
  who      oncall "A" \\ (organization/chronos/production)
  since    2026-11-22T03:00:00.000Z
  why      5xx "again"
  release  by itself when it ends, at ${until} at the latest; if it was killed: rm '${parent}/the state'\\''s/lease'
Nothing has been touched.
`);
});

test('the refusal for holds names each, without what could colour a terminal', () => {
  hold([
    'mode=release',
    `commit=${commits[2]}`,
    'since=2026-11-22T03:00:00.000Z',
    'operator=oncall@host',
    'reason=5xx = \x1b[31mbad',
  ]);
  hold(['mode=all'], 'r-2234abcd');
  expect(deploy().text)
    .toBe(`error: release ${commits[2]?.slice(0, 12)} is on hold since rollback r-1234abcd left it
  who      oncall@host
  since    2026-11-22T03:00:00.000Z
  why      5xx = [31mbad
  release  rm '${parent}/the state'\\''s/holds/r-1234abcd'
every deployment is on hold since rollback r-2234abcd
  who      unknown
  since    unknown
  why      no reason given
  release  rm '${parent}/the state'\\''s/holds/r-2234abcd'
Nothing has been touched.
`);
});

test('the command that a refusal prints releases', () => {
  hold(['mode=all']);
  const [, command = 'false'] = / {2}release {2}(rm .*)/.exec(deploy().text) ?? [];
  execFileSync('sh', ['-c', command]);
  expect(outcome(deployment)).toBe('v3');
});
