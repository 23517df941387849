import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../../machines/config/schema';
import { forecast } from '../../machines/detect/plan/stepForecast';
import type { Plan } from '../../machines/model/plan';
import type { Verdict } from '../../machines/model/verdict';
import { StepResources } from '../../resources/stepResources';
import { localTransport } from '../../resources/transport/pulumi';
import { VERDICTS } from '../audit/journal/lines';
import { commit, facts, HOLDER, image, plan, restartPlan, saying, settings } from '../fixtures';
import { recordEngine, type Registered, UNKNOWN, UNBROKEN } from './recorder';

const reuse: Plan = { ...plan(), id: 'r-12345678' };
const build: Plan = { ...plan({ facts: { deployments: [] } }), id: 'r-12345678' };
const printed = VERDICTS.map((one) =>
  one.step === 'prepare' ? { ...one, probes: { frontend: image('f') } } : one,
);

/** Walks a code plan through its steps, as the machine does. */
async function walkAnew(preview: boolean, given: Plan, more: { replay?: boolean; settings?: Settings } = {}) {
  const seen = recordEngine(preview, printed);
  const stepResources = new StepResources({
    transport: localTransport,
    settings: more.settings ?? settings(),
    plan: given,
    replay: more.replay ?? false,
    holder: HOLDER,
    ...UNBROKEN,
  });
  const verdicts: Verdict[] = [await stepResources.prepare()];
  verdicts.push(await stepResources.revert({ plan: given, verdicts: [...verdicts] }));
  verdicts.push(await stepResources.restart({ plan: given, verdicts: [...verdicts] }));
  verdicts.push(await stepResources.verify({ plan: given, verdicts: [...verdicts] }));
  await new Promise((resolve) => setTimeout(resolve, 50));
  return { seen, verdicts };
}
const walked = new Map<string, ReturnType<typeof walkAnew>>();
/** The same walk is taken once: what it registered is only looked at. */
function walk(...args: Parameters<typeof walkAnew>): ReturnType<typeof walkAnew> {
  const key = JSON.stringify(args);
  const once = walked.get(key) ?? walkAnew(...args);
  walked.set(key, once);
  return once;
}
const find = (seen: readonly Registered[], name: string) => {
  const found = seen.find((one) => one.name === name);
  if (!found) throw new Error(`${name} is not registered: ${seen.map((one) => one.name).join(', ')}`);
  return found;
};
const command = (seen: readonly Registered[], name: string) => find(seen, name).inputs['create'];
const [c, b3, b2, f] = [commit(2), image(3), image(2), image('f')];

const ORDER = [
  'docker',
  'pin-before-backend',
  'pin-before-frontend',
  'prepare',
  'pin-target-backend',
  'pin-target-frontend',
  'revert',
  'restart',
  'link-frontend',
  'verify',
];

test.each([true, false])('a code plan registers its resources in order (preview: %s)', async (preview) => {
  const { seen } = await walk(preview, reuse);
  expect(seen.map(({ name }) => name)).toEqual(ORDER);
  const waits = Object.fromEntries(seen.map(({ name, dependsOn }) => [name, dependsOn]));
  expect(waits).toMatchObject({
    'pin-before-backend': [],
    prepare: ['pin-before-backend', 'pin-before-frontend'],
    'pin-target-backend': ['prepare'],
    revert: expect.arrayContaining(['pin-target-backend', 'pin-target-frontend']),
    restart: ['revert'],
    'link-frontend': expect.arrayContaining(['restart']),
    verify: expect.arrayContaining(['link-frontend']),
  });
});

test('an update: the exact command lines', async () => {
  const { seen, verdicts } = await walk(false, reuse);
  const references = 'backend=chronos-backend:latest frontend=chronos-frontend:latest';
  const start = `ROLLBACK=r-12345678 COMMIT=${c}`;
  expect(command(seen, 'prepare')).toBe(
    `${start} IMAGES='backend=${b2} frontend=${f}' REFERENCES='${references}' LINKS=frontend bash -s`,
  );
  expect(command(seen, 'revert')).toBe(`${start} WITH=git bash -s`);
  expect(command(seen, 'restart')).toBe(
    `${start} IMAGES=backend=${b2} REFERENCES=backend=chronos-backend:latest bash -s`,
  );
  expect(command(seen, 'verify')).toBe(
    `${start} IMAGES='backend=${b2} frontend=${f}' DATABASE=container-of-postgres VOLUMES=chronos_data:/var/lib/postgresql/data LIVE_OID=16384 LINKS=frontend=0 bash -s`,
  );
  expect(verdicts).toEqual(printed);
});

test('an update in which Pulumi leaves a step out says so, and that the rollback stays open', async () => {
  recordEngine(
    false,
    printed.filter(({ step }) => step !== 'revert'),
  );
  const stepResources = new StepResources({
    transport: localTransport,
    settings: settings(),
    plan: reuse,
    replay: false,
    holder: HOLDER,
    ...UNBROKEN,
  });
  const verdicts = [await stepResources.prepare()];
  expect(await stepResources.revert({ plan: reuse, verdicts })).toMatchObject({
    ok: false,
    refused: true,
    taken: true,
    code: 'step.left-out',
    summary: saying(' revert '),
  });
});

test('a preview of images that are there: the same command lines, and forecasts for verdicts', async () => {
  const { seen, verdicts } = await walk(true, reuse);
  const update = await walk(false, reuse);
  for (const step of ['prepare', 'revert', 'restart'])
    expect(command(seen, step)).toBe(command(update.seen, step));
  expect(verdicts.map(({ step, ok, planned, summary }) => ({ step, ok, planned, summary }))).toEqual(
    reuse.steps.map((step) => ({ step, ok: true, planned: true, summary: forecast(step, reuse) })),
  );
});

test('a preview that must build knows no image yet, and guesses none', async () => {
  const { seen } = await walk(true, build);
  expect(command(seen, 'prepare')).toContain("IMAGES='backend=build frontend=build'");
  expect(find(seen, 'pin-before-backend').inputs['sourceImage']).toBe(b3);
  expect(find(seen, 'pin-target-backend').inputs['sourceImage']).toEqual(UNKNOWN);
  expect(command(seen, 'restart')).toEqual(UNKNOWN);
  expect(command(seen, 'verify')).toEqual(UNKNOWN);
  expect(find(seen, 'link-frontend').inputs['image']).toEqual(UNKNOWN);
});

test('an update that built takes the image ids from what prepare printed', async () => {
  const { seen } = await walk(false, build);
  expect(find(seen, 'pin-target-backend').inputs).toEqual({
    sourceImage: b2,
    targetImage: `chronos-rollback/chronos-backend:${c.slice(0, 12)}`,
    tagTriggers: [b2],
  });
  expect(command(seen, 'restart')).toContain(`IMAGES='backend=${b2} frontend=${f}'`);
});

test('an image that nobody can prove to be the target’s gets no pin as that', async () => {
  const services = reuse.services.map((one) =>
    one.service === 'backend' ? { ...one, imageUnproven: true as const } : one,
  );
  const { seen } = await walk(false, { ...reuse, services });
  expect(seen.map(({ name }) => name)).toEqual(ORDER.filter((name) => name !== 'pin-target-backend'));
});

test('what runs is pinned by image id under the commit it came from', async () => {
  const { seen } = await walk(false, reuse);
  expect(find(seen, 'pin-before-backend').inputs).toEqual({
    sourceImage: b3,
    targetImage: `chronos-rollback/chronos-backend:${commit(3).slice(0, 12)}`,
    tagTriggers: [b3],
  });
});

test('a link is probed in the network of the deployment, once, labelled with the plan, under a name that is nobody else’s', async () => {
  const { seen } = await walk(false, reuse);
  expect(find(seen, 'link-frontend').inputs).not.toHaveProperty('name');
  expect(find(seen, 'link-frontend').inputs).toMatchObject({
    image: f,
    entrypoints: ['sh', '-c', expect.stringContaining('curl'), 'probe', 'http://backend:8080/health'],
    networksAdvanced: [{ name: 'chronos_default' }],
    mustRun: false,
    attach: true,
    logs: true,
    labels: [
      { label: 'chronos-rollback.project', value: 'chronos' },
      { label: 'chronos-rollback.id', value: 'r-12345678' },
      { label: 'chronos-rollback.link', value: 'frontend' },
    ],
  });
});

test('what is in the host’s network is probed from there, where its name is given an address', async () => {
  const links = { frontend: { url: 'http://backend:8080/', network: 'host', address: '127.0.0.1' } };
  const { inputs } = find((await walk(false, { ...reuse, links })).seen, 'link-frontend');
  expect(inputs).toMatchObject({
    networkMode: 'host',
    hosts: [{ host: 'backend', ip: '127.0.0.1' }],
    entrypoints: ['sh', '-c', expect.stringContaining('curl'), 'probe', 'http://backend:8080/'],
  });
  expect(inputs).not.toHaveProperty('networksAdvanced');
});

test.each([
  ['http://backend', 'backend:80 /'],
  ['http://backend/', 'backend:80 /'],
  ['http://backend:8080', 'backend:8080 /'],
  ['http://backend:8080/a/b', 'backend:8080 /a/b'],
])('an image with bash alone asks for %s at %s', async (url, asked) => {
  const probe = find((await walk(false, reuse)).seen, 'link-frontend').inputs['entrypoints'] as string[];
  // In place of `timeout 5 bash -c SCRIPT HOST:PORT PATH`: only what it was given.
  const alone = `command() { return 1; }; timeout() { echo "$5 $6"; }; ${probe[2] ?? ''}`;
  expect(execFileSync('sh', ['-c', alone, 'probe', url], { encoding: 'utf8' }).trim()).toBe(asked);
});

test('only a replay ignores an edited script; a fresh attempt never runs new pins with an old one', async () => {
  const ignored = async (replay: boolean) =>
    (await walk(false, reuse, { replay })).seen
      .filter(({ type }) => type === 'command:local:Command')
      .map(({ ignoreChanges }) => ignoreChanges);
  expect(await ignored(false)).toEqual([[], [], [], []]);
  for (const list of await ignored(true))
    expect(list).toEqual(expect.arrayContaining(['stdin', 'environment']));
});

test('operator, reason and deadlines are in no resource: another one re-runs nothing', async () => {
  const other = settings({
    operator: 'OPERATOR-X',
    reason: 'REASON-X',
    timeouts: '{"verify":4321,"prepare":1234}',
  });
  const one = await walk(false, reuse, { settings: other });
  const two = await walk(false, reuse);
  expect(one.seen).toEqual(two.seen);
  expect(JSON.stringify(one.seen)).not.toMatch(/OPERATOR-X|REASON-X|4321|1234[^5]/);
});

test('a step brings its own script, by standard input, and deletes nothing', async () => {
  const { seen } = await walk(false, reuse);
  for (const step of reuse.steps) {
    const { inputs } = find(seen, step);
    const own = readFileSync(join(__dirname, `../../host/steps/${step}.sh`), 'utf8');
    expect(inputs['stdin']).toContain(own);
    expect(Object.keys(inputs).sort()).toEqual(['addPreviousOutputInEnv', 'create', 'logging', 'stdin']);
  }
});

test('where a check is secret, each script is a secret of Pulumi, and no pin has it', async () => {
  const critical = { login: 'curl -u ann:PLANTED' };
  const deployment = JSON.stringify({ ...settings().deployment, critical });
  const secret = { ...settings({ deployment }), secretChecks: ['login'] };
  const { seen } = await walk(false, reuse, { settings: secret });
  for (const step of reuse.steps) {
    const { stdin, ...others } = find(seen, step).inputs;
    expect(stdin).toMatchObject({ value: expect.stringContaining('PLANTED') as string });
    expect(JSON.stringify(others)).not.toContain('PLANTED');
  }
});

const UNDONE: Verdict = { step: 'undo', ok: true, summary: 'all is back', started: '', seconds: 2 };
const restarted = VERDICTS.filter(({ step }) => step === 'restart' || step === 'verify').map((one) =>
  one.step === 'restart' ? { ...one, probes: { frontend: image('f') } } : one,
);

/** Walks a restart, or everything down and up, as the machine does. */
async function walkRestart(preview: boolean, given: Plan) {
  const stopped: Verdict = { step: 'stop', ok: true, summary: 'down', started: '', seconds: 1 };
  const seen = recordEngine(preview, [stopped, ...restarted]);
  const stepResources = new StepResources({
    transport: localTransport,
    settings: settings(),
    plan: given,
    replay: false,
    holder: HOLDER,
    ...UNBROKEN,
  });
  const verdicts: Verdict[] = given.all ? [await stepResources.stop()] : [];
  verdicts.push(await stepResources.restart({ plan: given, verdicts: [...verdicts] }));
  verdicts.push(await stepResources.verify({ plan: given, verdicts: [...verdicts] }));
  await new Promise((resolve) => setTimeout(resolve, 50));
  return { seen, verdicts };
}
const VOLUMES = 'VOLUMES=chronos_data:/var/lib/postgresql/data';
const c3 = commit(3);
const restarting = (services: string[] | 'all', containers = facts().containers): Plan => ({
  ...restartPlan(services, { facts: { containers } }),
  id: 'r-12345678',
});

test('a restart: the exact command lines, and what runs is pinned before', async () => {
  const { seen } = await walkRestart(false, restarting(['backend']));
  expect(seen.map(({ name }) => name)).toEqual([
    'docker',
    'pin-before-backend',
    'restart',
    'link-frontend',
    'verify',
  ]);
  const start = `ROLLBACK=r-12345678 COMMIT=${c3}`;
  expect(command(seen, 'restart')).toBe(
    `${start} IMAGES=backend=${b3} REFERENCES=backend=chronos-backend:latest ACTIONS=backend=restart LINKS=frontend bash -s`,
  );
  expect(command(seen, 'verify')).toBe(
    `${start} IMAGES=backend=${b3} DATABASE=container-of-postgres ${VOLUMES} LIVE_OID=16384 LINKS=frontend=0 bash -s`,
  );
  expect(find(seen, 'link-frontend').inputs['image']).toBe(f);
});

test('a preview of a restart knows its images, and not yet from which one its links are probed', async () => {
  const given = restarting(['backend']);
  const { seen, verdicts } = await walkRestart(true, given);
  expect(command(seen, 'restart')).toContain(`IMAGES=backend=${b3} `);
  expect(find(seen, 'link-frontend').inputs['image']).toEqual(UNKNOWN);
  const forecasts = (['restart', 'verify'] as const).map((step) => forecast(step, given));
  expect(verdicts.map(({ summary }) => summary)).toEqual(forecasts);
});

test('everything down and up: stop comes first, and the database need not be the same container', async () => {
  const { seen } = await walkRestart(false, restarting('all'));
  const steps = seen.filter(({ type }) => type === 'command:local:Command').map(({ name }) => name);
  expect(steps).toEqual(['stop', 'restart', 'verify']);
  expect(command(seen, 'stop')).toBe(`ROLLBACK=r-12345678 COMMIT=${c3} SERVICES=all bash -s`);
  expect(command(seen, 'restart')).toMatch(/ SERVICES=all LINKS=frontend bash -s$/);
  expect(command(seen, 'restart')).not.toContain('ACTIONS');
  expect(command(seen, 'verify')).toContain(` DATABASE='' ${VOLUMES} `);
});

test('a database that is restarted stays the same container; one that is made anew keeps its volumes', async () => {
  const postgres = await walkRestart(false, restarting(['postgres']));
  expect(command(postgres.seen, 'restart')).toContain(' ACTIONS=postgres=restart ');
  expect(command(postgres.seen, 'verify')).toContain(` DATABASE=container-of-postgres ${VOLUMES} `);
  const cutOff = facts().containers.map((one) =>
    one.service === 'postgres' ? { ...one, networks: {} } : one,
  );
  const anew = await walkRestart(false, restarting(['postgres'], cutOff));
  expect(command(anew.seen, 'restart')).toContain(' ACTIONS=postgres=recreate ');
  expect(command(anew.seen, 'verify')).toContain(` DATABASE='' ${VOLUMES} `);
});

const undoPlan: Plan = {
  ...reuse,
  id: 'r-00000001',
  action: 'undo',
  of: 'r-12345678',
  from: reuse.to,
  to: reuse.from,
  services: reuse.services.map((one) => ({ ...one, before: one.target ?? '', target: one.before ?? '' })),
  steps: [],
};

/** Takes back on demand, or as part of the attempt itself. */
async function walkUndo(plan: Plan, replay = false) {
  const seen = recordEngine(false, [...printed, UNDONE]);
  const stepResources = new StepResources({
    transport: localTransport,
    settings: settings(),
    plan: reuse,
    replay: true,
    holder: HOLDER,
    ...UNBROKEN,
  });
  await stepResources.prepare();
  await stepResources.revert({ plan: reuse, verdicts: printed.slice(0, 1) });
  expect(await stepResources.undo(plan, replay)).toEqual(UNDONE);
  await new Promise((resolve) => setTimeout(resolve, 50));
  return seen;
}

test.each([
  ['by itself is of its own attempt', reuse, 'r-12345678', 'r-12345678'],
  ['on demand is of another', undoPlan, 'r-00000001', 'r-12345678'],
])('an undo %s: the exact command line, after the last step that was taken', async (_, plan, id, of) => {
  const seen = await walkUndo(plan);
  expect(command(seen, 'undo')).toBe(
    `ROLLBACK=${id} COMMIT=${c3} OF=${of} IMAGES='backend=${b3} frontend=${f}' REFERENCES='backend=chronos-backend:latest frontend=chronos-frontend:latest' WELL='backend frontend' DATABASE=container-of-postgres ${VOLUMES} LIVE_OID=16384 bash -s`,
  );
  expect(find(seen, 'undo').dependsOn).toContain('revert');
});

test('an undo runs with the script of now, beside steps that are registered as they were', async () => {
  const seen = await walkUndo(undoPlan);
  expect(find(seen, 'prepare').ignoreChanges).toContain('stdin');
  expect(find(seen, 'undo').ignoreChanges).toEqual([]);
  expect(find(await walkUndo(undoPlan, true), 'undo').ignoreChanges).toContain('stdin');
});
