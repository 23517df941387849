import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { schema } from '../cli/report/schema';
import { Demo } from '../support/demo/demo';
import { until } from '../support/host/host';
import { journalOf, worldOf } from '../support/demo/world';

const ROOT = join(__dirname, '../..');
const demo = new Demo();
const own = join(demo.parent, 'own');
// Git ignores every stack's configuration but that of production.
const config = join(ROOT, `Pulumi.${demo.project}.yaml`);
const env = {
  ...process.env,
  XDG_STATE_HOME: own,
  PULUMI_BACKEND_URL: undefined,
  PULUMI_CONFIG_PASSPHRASE: undefined,
};

function rollback(...words: string[]) {
  const options = { cwd: '/', env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
  const { status, stdout, stderr } = spawnSync(join(ROOT, 'rollback'), words, options);
  return { code: status, text: `${stdout}${stderr}`, stdout, stderr };
}
const onStack = (...words: string[]) => rollback(...words, '--stack', demo.project);
const status = () => execFileSync('git', ['status', '--porcelain'], { cwd: ROOT, encoding: 'utf8' });
const head = () => demo.git('describe', '--tags', 'HEAD');
const planIn = (text: string) => /PLAN {3}(r-[0-9a-f]{8})/.exec(text)?.[1] ?? 'no plan';
const outcomes = () => [...journalOf(demo).matchAll(/"outcome":"(\w+)"/g)].map(([, outcome]) => outcome);

beforeAll(() => {
  demo.create();
  for (const release of ['v1', 'v2', 'v3']) expect(demo.deploy(release).code).toBe(0);
  const deployment = { directory: demo.directory, stateDirectory: demo.state };
  writeFileSync(config, stringify({ config: { 'chronos-rollback:deployment': deployment } }));
});

afterAll(() => {
  rmSync(config, { force: true });
  demo.clean();
});

describe('the front door', () => {
  const untouched = status();
  let plan: string;

  test('looks at a deployment without any configuration and writes nothing', () => {
    const before = { world: worldOf(demo), status: status() };
    const { code, stderr: text, stdout } = rollback('--dir', demo.directory, '--json');
    expect(schema('look').parse(JSON.parse(stdout))).toMatchObject({
      ...{ status: 'refused', code: 'cause.unknown', plan: null },
      deployment: { directory: demo.directory, project: demo.project },
      symptoms: [{ code: 'symptom.probe', probe: 'transfers' }],
    });
    expect({ code, text }).toEqual({
      code: 0,
      text: expect.stringMatching(
        /^NOW {4}.*backend Up [^]*\$ pulumi preview\n[^]*WRONG {2}transfers: \d+ of 20/,
      ) as string,
    });
    expect(text).toContain(
      `$ pulumi config set --config-file Pulumi.production.yaml --path deployment.directory ${demo.directory}`,
    );
    expect({ world: worldOf(demo), status: status() }).toEqual(before);
  });

  test('diagnoses and previews, without a passphrase and without a trace in the checkout', () => {
    const before = { world: worldOf(demo), status: status() };
    const { code, text } = onStack();
    expect({ code, text }).toEqual({
      code: 0,
      text: expect.stringMatching(
        /\$ pulumi preview\nNOW {4}.*\n[^]*WRONG[^]*to {3}[0-9a-f]{7} v2/,
      ) as string,
    });
    expect(text).not.toMatch(/pulumi:pulumi:Stack|\+\+|unknown/);
    plan = planIn(text);
    expect({ world: worldOf(demo), status: status() }).toEqual(before);
  });

  test('does the plan that was shown, a line per state', () => {
    const { code, text } = onStack('up', plan, '--reason', 'transfers "fail"');
    expect({ code, text }).toEqual({
      code: 0,
      text: expect.stringMatching(
        /now {3}prepare[^]*done {2}prepare[^]*now {3}revert[^]*done {2}revert[^]*done {2}restart[^]*now {3}verify[^]*done {2}verify[^]*END {4}recovered/,
      ) as string,
    });
    // The door keeps nothing of what was asked, so there is nothing to take back.
    expect(text).not.toContain('pulumi config rm');
    expect(head()).toBe('v2');
    expect(status()).toBe(untouched);
  });

  test('shows it in the history and reports it with its evidence', () => {
    expect(onStack('history').text).toMatch(new RegExp(`${plan} .* recovered code .*: transfers "fail"`));
    expect(onStack('report').text).toMatch(
      new RegExp(`ROLLBACK ${plan}[^]*REASON transfers "fail"[^]*ok {5}commit: `),
    );
    expect(onStack('report', 'r-00000000')).toMatchObject({ code: 1 });
  });

  test('releases the hold that the rollback has left, once, and journals who did', () => {
    const hold = join(demo.state, 'holds', plan);
    expect(existsSync(hold)).toBe(true);
    const { code, text } = onStack('release', plan);
    expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining(`rm ${hold}`) as string });
    expect(existsSync(hold)).toBe(false);
    expect(journalOf(demo)).toMatch(new RegExp(`"type":"release","rollback":"${plan}"`));
    expect(onStack('release', plan).code).toBe(1);
  });

  test('takes the rollback back', () => {
    const { text } = onStack('undo', plan, '--yes');
    expect(text).toContain(`$ pulumi preview -c undo=${plan}`);
    expect({ head: head(), text }).toEqual({ head: 'v3', text: expect.stringContaining('undone') as string });
    expect(outcomes()).toEqual(['recovered', 'undone']);
  });

  test('recovers from an engine that was killed in the middle', async () => {
    const asked = ['up', '--to', 'v1', '--yes', '--stack', demo.project];
    const child = spawn(join(ROOT, 'rollback'), asked, {
      cwd: '/',
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    const ended = new Promise((resolve) => child.on('close', resolve));
    await until(() => text.includes('done  prepare'), 120);
    const locks = join(
      own,
      'chronos-rollback/backend/.pulumi/locks/organization/chronos-rollback',
      demo.project,
    );
    const lock = readdirSync(locks).find((name) => name.endsWith('.json')) ?? '';
    const { pid } = JSON.parse(readFileSync(join(locks, lock), 'utf8')) as { pid: number };
    process.kill(pid, 'SIGKILL');
    expect(await ended).toBe(1);
    // Half of one would keep the stack from being loaded.
    const kept = readdirSync(join(own, 'chronos-rollback/backend'), { encoding: 'utf8', recursive: true });
    expect(kept.filter((name) => name.endsWith('.attrs'))).toEqual([]);
    expect(text).toContain(`DO     ./rollback recover --stack ${demo.project}`);
    expect(onStack('up', '--to', 'v1', '--yes')).toMatchObject({
      code: 1,
      text: expect.stringContaining('locked') as string,
    });

    const recovered = onStack('recover');
    expect({ code: recovered.code, text: recovered.text }).toEqual({
      code: 0,
      text: expect.stringMatching(
        /\$ pulumi cancel --yes[^]*\$ pulumi up --yes --skip-preview -c confirm=r-[0-9a-f]{8} -c commit=v1/,
      ) as string,
    });
    expect(head()).toBe('v1');
    expect(onStack('recover')).toMatchObject({
      code: 0,
      text: expect.not.stringMatching(/^\$ pulumi (cancel|up)/m) as string,
    });
  });
});
