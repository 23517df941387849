import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Outputs, outputsOf, refusedOutputs } from '../../../audit/outputs';
import { ConfigError } from '../../../config';
import { diagnose } from '../../../cli/commands/diagnose';
import type { Shown } from '../../../cli/usage';
import { diagnose as diagnosis } from '../../../machines/detect/diagnose/diagnosis';
import type { Decision } from '../../../machines/model/decision';
import { plannedVerdict } from '../../../machines/model/verdict';
import { facts, failing, plan, REQUEST, settings } from '../../fixtures';
import { until } from '../../support/host/host';
import { Desk } from '../desk';
import { type Answer, Engine, ROOT } from '../engine';
import { schema } from './schema';

const desk = new Desk();
beforeEach(() => desk.clear());
afterAll(() => desk.remove());

const unhealthy = facts({ probes: [failing('transfers')] });
const found = { facts: unhealthy, diagnosis: diagnosis(unhealthy, settings().deployment) };
/** The outputs of the program's own preview that comes to a decision. */
const previewed = (decision: Decision) =>
  outputsOf(
    {
      end: decision.kind === 'plan' ? 'recovered' : decision.kind === 'healthy' ? 'healthy' : 'refused',
      request: REQUEST,
      decision,
      verdicts: decision.kind === 'plan' ? plan().steps.map((step) => plannedVerdict(step, '')) : [],
    },
    { attempts: [] },
    settings(),
    true,
  );
const refusal = {
  code: 'backup.not-found' as const,
  what: 'config "backup" names no backup',
  got: 'nothing',
  accepts: 'a name',
  next: 'pulumi config rm backup',
  recommends: 'database' as const,
};
const planned = previewed({ kind: 'plan', mode: 'fresh', plan: plan(), takesOver: false, ...found });
const risk = { kind: 'loss', code: 'risk.rows-lost', what: '3 rows would leave the live database' } as const;
const note = { code: 'note.uncoded', what: 'as an older version has noted it' };
const proposed = { ...plan(), risks: [risk], notes: [note.what], noteCodes: [note.code] };
const refused = previewed({ kind: 'refused', refusal, proposed, ...found });
const healthy = previewed({
  kind: 'healthy',
  facts: facts(),
  diagnosis: diagnosis(facts(), settings().deployment),
});
const where = {
  project: 'chronos',
  environment: 'production',
  directory: '/opt/chronos-financial',
  host: 'local',
};

/** The look, in process: its exit code, and the object that it is answered with. */
async function look(answer: Answer, options: Shown = {}) {
  desk.engine.answers({ preview: answer });
  const exit = await diagnose(desk.json, options);
  expect(desk.answers).toHaveLength(1);
  return { exit, look: schema('look').parse(desk.answers.pop()) };
}

describe('a look in JSON', () => {
  test('has status, code, deployment, symptoms, plan and the line to type', async () => {
    const { id, from, to, steps, services } = plan();
    const { exit, look: answer } = await look({ info: 'PLAN', outputs: planned });
    expect({ exit, text: desk.read() }).toEqual({ exit: 0, text: '$ pulumi preview\nPLAN\n' });
    expect(answer).toEqual({
      v: 1,
      status: 'planned',
      code: 'end.planned',
      deployment: where,
      symptoms: found.diagnosis.symptoms,
      plan: {
        ...{ id, action: 'rollback', attempt: 1, scenario: 'code', from, to, steps, services },
        risks: [],
        notes: [],
      },
      refusal: null,
      next: `./rollback up ${id}  =  pulumi up -c confirm=${id}`,
    });
  });

  test('has what can be freed on a full disk, and what is known of an engine that is down', async () => {
    const down = {
      journal: ['no space left'],
      isLiveRestore: false,
      containers: [{ name: 'web', runs: true, comesUp: true }],
    };
    const ill = facts({
      disks: [{ mount: '/', freeKiB: 0, used: '100%' }],
      freeable: [{ kind: 'log', bytes: 2e7, name: '/a' }],
      docker: { ...facts().docker, down },
    });
    const seen = { facts: ill, diagnosis: diagnosis(ill, settings().deployment) };
    const { look: answer } = await look({ outputs: previewed({ kind: 'refused', refusal, ...seen }) });
    const free = [{ kind: 'log', bytes: 2e7, what: 'log of a container: truncate -s 0 /a' }];
    expect(answer).toMatchObject({ free, down });
    expect((await look({ outputs: healthy })).look).toEqual(
      expect.not.objectContaining({ free: expect.anything() as unknown, down: expect.anything() as unknown }),
    );
  });

  test('of a refusal has what stands in the way, and the plan that awaits consent with its risks', async () => {
    const { recommends: _, ...reported } = refusal;
    expect(await look({ outputs: refused })).toMatchObject({
      exit: 0,
      look: {
        status: 'refused',
        code: 'backup.not-found',
        plan: { id: plan().id, risks: [risk], notes: [note] },
        refusal: reported,
        next: refusal.next,
      },
    });
  });

  test.each<[string, Outputs, string]>([
    ['nothing that is wrong', healthy, 'end.healthy'],
    [
      'a configuration that cannot be used',
      refusedOutputs(new ConfigError('config "commit" is wrong'), true),
      'config.invalid',
    ],
    ['a host of which nothing is known', previewed({ kind: 'refused', refusal }), 'backup.not-found'],
  ])('of %s has no plan', async (_, outputs, code) => {
    const { status } = outputs;
    expect(await look({ outputs })).toMatchObject({ exit: 0, look: { status, code, plan: null } });
  });

  test.each([
    ['a locked stack', 'stack.locked', { stderr: 'error: the stack is currently locked by 1 lock(s)' }],
    ['a missing stack', 'stack.unknown', { stderr: "error: no stack named 'x' found" }],
    ['an error of the engine', 'pulumi.failed', { error: 'the plugin is\nmissing' }],
    ['an engine that says nothing', 'pulumi.failed', {}],
  ])('of %s is an error: %s', async (_, code, answer) => {
    const { exit, look: failure } = await look({ ...answer, code: 1 });
    const message = 'error' in answer ? answer.error : expect.stringMatching(/\w/);
    expect({ exit, failure }).toEqual({ exit: 1, failure: { v: 1, status: 'error', code, message } });
  });

  test('of outputs that are none of this version gives none; what an operator reads does not need them', async () => {
    desk.engine.answers({ preview: { outputs: { status: 'planned' } } });
    await expect(diagnose(desk.json, {})).rejects.toThrow(/plan|code|preview|next/);
    expect(await diagnose(desk.session, {})).toBe(0);
  });
});

test.each([
  ['planned', planned, 0],
  ['healthy', healthy, 0],
  ['refused', refused, 1],
])('--exit-code --json: what is %s ends as it must', async (_, outputs, code) => {
  expect((await look({ outputs }, { exitCode: true })).exit).toBe(code);
});

test.each([
  [{}, 0],
  [{ exitCode: true }, 1],
])('a preview that is refused ends, without --json and with %j, with %d', async (options, code) => {
  desk.engine.answers({ preview: { outputs: refused } });
  expect(await diagnose(desk.session, options)).toBe(code);
});

describe('./rollback --json', () => {
  const engine = new Engine();
  afterAll(() => engine.remove());
  /** Types `./rollback …` without a terminal. */
  function rollback(line: string, env: NodeJS.ProcessEnv = {}, command = join(ROOT, 'rollback')) {
    const words = line.split(' ').filter(Boolean);
    const { status, ...texts } = spawnSync(command, words, {
      cwd: '/',
      env: { ...engine.env, ...env },
      encoding: 'utf8',
    });
    return { code: status, stdout: texts.stdout, stderr: texts.stderr };
  }

  test('prints one object on standard output and all that an operator reads on standard error', () => {
    engine.answers({ preview: { info: 'PLAN   r-7544269e, attempt 1', outputs: planned } });
    rollback('');
    const plain = rollback('');
    const { code, stdout, stderr } = rollback('--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: plain.stdout });
    expect(stderr).toContain('$ pulumi preview\n');
    expect(stdout.split('\n')).toEqual([expect.stringMatching(/^\{.*\}$/), '']);
    expect(schema('look').parse(JSON.parse(stdout))).toMatchObject({ status: 'planned' });
  });

  test.each([
    ['--stack nosuch', 'stack.unknown', 1],
    ['--too', 'cli.usage', 2],
  ])('%s is an error on standard output too, and ends as without --json', (line, code, exit) => {
    const { stdout, stderr, code: status } = rollback(`${line} --json`);
    const message = stderr.replace('rollback: ', '').trimEnd();
    expect(JSON.parse(stdout)).toEqual({ v: 1, status: 'error', code, message });
    expect(status).toBe(exit);
  });

  test('that is stopped by Ctrl-C is an error, and ends with 130', async () => {
    engine.answers({ preview: { info: 'PLAN', works: true } });
    const child = spawn(join(ROOT, 'rollback'), ['--json'], { env: engine.env });
    const texts = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].on('data', (piece) => (texts[name] += String(piece)));
    const ended = new Promise((resolve) => child.on('close', resolve));
    await until(() => texts.stderr.includes('PLAN'), 30);
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(JSON.parse(texts.stdout)).toMatchObject({ status: 'error', code: 'cli.stopped' });
  });

  test('of what is not set up, or has no Node, is an error, too', () => {
    const bare = join(engine.home, 'bare');
    mkdirSync(bare);
    writeFileSync(join(bare, 'rollback'), readFileSync(join(ROOT, 'rollback')), { mode: 0o755 });
    const answer = (env: NodeJS.ProcessEnv) => {
      const { code, stdout } = rollback('--json', env, join(bare, 'rollback'));
      return { exit: code, ...(JSON.parse(stdout) as object) };
    };
    const error = { v: 1, status: 'error', exit: 1, message: expect.stringMatching(/\w/) as string };
    expect(answer({})).toEqual({ ...error, code: 'cli.not-set-up' });
    const bin = join(engine.home, 'bin');
    mkdirSync(bin);
    spawnSync('sh', ['-c', `ln -s $(which sh readlink dirname) '${bin}'`]);
    expect(answer({ PATH: bin })).toEqual({ ...error, code: 'cli.no-node' });
  });
});

test('only a preview has in its outputs what it has seen: an update has not, so that doing it again changes none', () => {
  const ending = { end: 'refused', request: REQUEST, verdicts: [] } as const;
  const decision: Decision = { kind: 'refused', refusal, ...found };
  const outputs = (isPreview: boolean) =>
    outputsOf({ ...ending, decision }, { attempts: [] }, settings(), isPreview);
  const { preview, ...rest } = outputs(true);
  expect(preview).toMatchObject({ deployment: where, symptoms: found.diagnosis.symptoms });
  expect(outputs(false)).toEqual(rest);
});
