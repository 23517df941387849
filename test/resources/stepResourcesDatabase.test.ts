import type { Plan } from '../../machines/model/plan';
import type { Verdict } from '../../machines/model/verdict';
import { StepResources } from '../../resources/stepResources';
import { localTransport } from '../../resources/transport/pulumi';
import { VERDICTS } from '../audit/journal/lines';
import { backupFile, inPlacePlan, restorePlan, SHA, SNAPSHOT, swapped } from '../backups';
import { commit, HOLDER, image, settings } from '../fixtures';
import { recordEngine, type Registered, UNBROKEN } from './recorder';

const printed: readonly Verdict[] = [
  ...VERDICTS.map((one) => (one.step === 'prepare' ? { ...one, probes: { frontend: image('f') } } : one)),
  { step: 'stop', ok: true, summary: 'stopped', started: '', seconds: 1 },
  swapped(),
  { step: 'undo', ok: true, summary: 'all is back', started: '', seconds: 1 },
];
const numbered = (more: Record<string, string> = {}, planned = restorePlan): Plan => ({
  ...planned({}, { settings: more }),
  id: 'r-12345678',
});

/** Walks a plan through its steps, as the machine does, and takes it back at the end. */
async function walkAnew(preview: boolean, plan: Plan, replay: boolean) {
  const seen = recordEngine(preview, printed);
  const stepResources = new StepResources({
    transport: localTransport,
    settings: settings(),
    plan,
    replay,
    holder: HOLDER,
    ...UNBROKEN,
  });
  const verdicts: Verdict[] = [];
  for (const step of plan.steps) {
    const input = { plan, verdicts: [...verdicts] };
    verdicts.push(await stepResources[step](input));
  }
  await stepResources.undo(plan, replay);
  await new Promise((resolve) => setTimeout(resolve, 50));
  return { seen, verdicts };
}
const walked = new Map<string, ReturnType<typeof walkAnew>>();
function walk(preview: boolean, plan: Plan = numbered(), replay = false): ReturnType<typeof walkAnew> {
  const key = JSON.stringify([preview, plan, replay]);
  const once = walked.get(key) ?? walkAnew(preview, plan, replay);
  walked.set(key, once);
  return once;
}
const commands = (seen: readonly Registered[]) => seen.filter(({ type }) => type === 'command:local:Command');
const command = (seen: readonly Registered[], name: string) =>
  String(commands(seen).find((one) => one.name === name)?.inputs['create']);

const START = `ROLLBACK=r-12345678 COMMIT=${commit(2)}`;
const PINNED = `BACKUP=${backupFile().path} SHA256=${SHA} STRATEGY=shadow SNAPSHOT=${SNAPSHOT} LIVE_OID=16384 SHADOW=chronos_financial_shadow_abababab SEALED=chronos_financial_before_r-12345678`;

test.each([
  ['in a preview', true, false],
  ['in an update', false, false],
  ['replayed', false, true],
] as const)('a restore registers the same resources, in order, %s', async (_, preview, replay) => {
  const { seen } = await walk(preview, numbered(), replay);
  const steps = ['prepare', 'stop', 'restore', 'revert', 'restart', 'verify', 'undo'];
  expect(commands(seen).map(({ name }) => name)).toEqual(steps);
  for (const { ignoreChanges } of commands(seen)) expect(ignoreChanges.includes('stdin')).toBe(replay);
  expect(seen.find(({ name }) => name === 'restore')?.dependsOn).toContain('stop');
});

test('the exact command lines of what touches the database', async () => {
  const { seen, verdicts } = await walk(false);
  expect(command(seen, 'prepare')).toContain(` LINKS=frontend ${PINNED} bash -s`);
  expect(command(seen, 'stop')).toBe(`${START} SERVICES='backend frontend' bash -s`);
  expect(command(seen, 'restore')).toBe(`${START} ${PINNED} bash -s`);
  expect(command(seen, 'verify')).toContain(
    ' DATABASE=container-of-postgres VOLUMES=chronos_data:/var/lib/postgresql/data LIVE_OID=16384 LINKS=frontend=0 bash -s',
  );
  expect(command(seen, 'undo')).toMatch(
    / LIVE_OID=16384 STRATEGY=shadow SEALED=chronos_financial_before_r-12345678 ABANDONED=chronos_financial_undone_r-12345678 bash -s$/,
  );
  expect(verdicts.find(({ swap }) => swap)).toEqual(swapped());
});

test('a preview has the same command lines, and forecasts for verdicts', async () => {
  const [{ seen, verdicts }, update] = await Promise.all([walk(true), walk(false)]);
  for (const step of ['prepare', 'stop', 'restore', 'revert', 'restart', 'undo'])
    expect(command(seen, step)).toBe(command(update.seen, step));
  expect(verdicts.every(({ planned, ok }) => planned && ok)).toBe(true);
});

test('stopped first, the app is stopped before anything is prepared', async () => {
  const { seen } = await walk(false, numbered({ stopFirst: 'true' }));
  expect(
    commands(seen)
      .map(({ name }) => name)
      .slice(0, 3),
  ).toEqual(['stop', 'prepare', 'restore']);
  expect(seen.find(({ name }) => name === 'prepare')?.dependsOn).toContain('stop');
});

test('one that an older version has restored in place is replayed with its own command lines', async () => {
  const { seen } = await walk(false, numbered({}, inPlacePlan), true);
  expect(command(seen, 'restore')).toMatch(
    / STRATEGY=in-place SNAPSHOT=\S+ LIVE_OID=16384 HIDDEN=chronos_financial_inplace_r-12345678 bash -s$/,
  );
  expect(command(seen, 'undo')).toMatch(
    / STRATEGY=in-place HIDDEN=chronos_financial_inplace_r-12345678 bash -s$/,
  );
});

test('how many rows may be lost is no pin: consent goes into the journal, and re-runs no step', async () => {
  const { seen } = await walk(false);
  expect(
    commands(seen)
      .map(({ inputs }) => String(inputs['create']))
      .join('\n'),
  ).not.toContain('CONSENT');
});
