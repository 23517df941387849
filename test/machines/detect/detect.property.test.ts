import fc from 'fast-check';
import { adviceText } from '../../../audit/text/remedyLine';
import { readJournal } from '../../../audit/journal/attempts';
import type { Attempt } from '../../../machines/model/attempt';
import { parseConfig } from '../../../config';
import type { Decision } from '../../../machines/model/decision';
import { detect } from '../../../machines/detect/detect';
import type { Observer } from '../../../machines/detect/observe/observer';
import type { Facts } from '../../../machines/model/facts';
import type { Plan } from '../../../machines/model/plan';
import { STEPS } from '../../../machines/model/vocabulary';
import { parseFacts } from '../../../machines/detect/observe/parseFacts';
import { parseInspection } from '../../../machines/detect/observe/backupInspection';
import type { Target } from '../../../machines/model/target';
import { parseBackupStore } from '../../../machines/detect/observe/backupStore';
import type { Settings } from '../../../machines/config/schema';
import type { Verdict } from '../../../machines/model/verdict';
import { DIRECTORY, restorePlan, SHADOW_OID, swapped } from '../../backups';
import {
  attempt,
  commit,
  composeModel,
  HOLDER,
  image,
  plan,
  restartPlan,
  target,
  dataThere,
} from '../../fixtures';
import { begun, journalOf, opened } from '../../audit/journal/lines';
import { rawFacts, WHOLE } from '../rawFacts';
import { rawInspection, rawBackups, WHOLE_INSPECTION, WHOLE_BACKUPS } from '../rawBackups';
import { depth } from '../../support/depth';

const RUNS = { numRuns: depth(150, 400) };

/** Where there are few runs, mostly the first: of thirty or forty deployments of the others one comes to a plan. */
const mostly = <T>(first: fc.Arbitrary<T>, others: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: first, weight: depth(3, 0) }, { arbitrary: others, weight: 1 });
const usual = mostly(fc.constant<ReadonlyMap<string, string>>(new Map(Object.entries(WHOLE))), rawFacts);

/** What may be asked for. */
const anything = fc
  .record({
    commit: fc.constantFrom('previous', 'previous', commit(2), commit(9)),
    scenario: fc.constantFrom('auto', 'code', 'database', 'infrastructure'),
    service: fc.constantFrom('', '', '', 'all', 'backend', 'postgres', 'nobody'),
    undo: fc.constantFrom(...Array<string>(20).fill(''), 'r-00c0ffee', plan().id, 'r-00000000', 'r-00000001'),
    backup: fc.constantFrom(
      'matching',
      'matching',
      'matching',
      'latest',
      'database_20261121_023730.dump',
      '/elsewhere/x.dump',
    ),
    strategy: fc.constantFrom('shadow', ...Array<string>(8).fill('shadow'), 'in-place'),
    stopFirst: fc.constantFrom('false', 'true'),
    revertWith: fc.constantFrom('git', 'git', 'script'),
    confirm: fc.constantFrom('', 'r-00c0ffee', plan().id),
  })
  .map((raw) => parseConfig({ operator: 'tester', ...raw }));

const asked = mostly(
  fc
    .constantFrom('auto', 'code', 'database', 'infrastructure')
    .map((scenario) => parseConfig({ operator: 'tester', scenario })),
  anything,
);

const said = (step: Verdict['step'], ok: boolean): Verdict => ({
  step,
  ok,
  summary: 'so it ended',
  started: '2026-11-22T02:00:00.000Z',
  seconds: 1,
});

const MADE: readonly Plan[] = [
  plan(),
  { ...plan(), revertWith: 'script' },
  restorePlan(),
  restartPlan(['backend']),
  { ...plan(), action: 'undo', of: 'r-00000000', from: plan().to, to: plan().from, steps: [] },
];

const ENDINGS = ['well', 'ill', 'cut off'] as const;

/** How far an attempt has come: its steps in their order, the last of them well, ill or cut off, and its undo likewise. */
const courses = fc.record({
  made: fc.constantFrom(...MADE),
  count: fc.nat({ max: STEPS.length }),
  last: fc.constantFrom(...ENDINGS),
  back: fc.constantFrom(undefined, undefined, ...ENDINGS),
  holder: fc.constantFrom(HOLDER, 'another'),
  outcome: fc.constantFrom(undefined, 'recovered', 'degraded', 'undone', 'stranded', 'refused'),
});
type Course = typeof courses extends fc.Arbitrary<infer One> ? One : never;

function walked({ made, count, last, back, holder, outcome }: Course, index: number): Attempt {
  const steps = made.steps.slice(0, count);
  const ended = steps.slice(0, last === 'cut off' ? -1 : undefined);
  const isWell = (position: number) => position < steps.length - 1 || last === 'well';
  const verdicts = ended.map((step, position) =>
    step === 'restore' && isWell(position) ? swapped() : said(step, isWell(position)),
  );
  const isBeingUndone = made.action === 'undo' || back !== undefined;
  return attempt(
    { ...made, id: `r-0000000${index}`, attempt: index + 1 },
    {
      holder,
      opened: `2026-11-22T0${index}:00:00.000Z`,
      begun: [...steps, ...(isBeingUndone ? ['undo'] : [])],
      verdicts: [...verdicts, ...(back && back !== 'cut off' ? [said('undo', back === 'well')] : [])],
      ...(isBeingUndone && { isBeingUndone }),
      ...(ended.includes('restart') && { left: { backend: 'c-backend' } }),
      ...(outcome && { outcome: outcome as 'recovered', closed: `2026-11-22T0${index}:30:00.000Z` }),
    },
  );
}

/** One that is open is the last. */
const past = fc
  .array(courses, { maxLength: 3 })
  .map((all) =>
    all.map((course, index) =>
      walked(
        { ...course, outcome: course.outcome ?? (index < all.length - 1 ? 'recovered' : undefined) },
        index,
      ),
    ),
  );

/** The target, or one of which one thing is not as it should be. */
const targets = fc
  .constantFrom<Partial<Target>>(
    ...Array<Partial<Target>>(10).fill({}),
    { gone: true },
    { overwritten: ['a file'] },
    { submodules: ['vendor'] },
    { migrations: ['007_more'] },
    { missingFile: 'x.yml' },
    { composeError: 'no such thing' },
    { sources: new Set() },
    { imagesByName: new Map() },
    { imageIds: new Set() },
    { current: composeModel(() => 'services: {}') },
    { target: composeModel(() => 'services: {}') },
    { target: composeModel((yaml) => yaml.replace('postgres:15', 'postgres:16')) },
    { target: composeModel((yaml) => yaml.replaceAll('backend', 'other')) },
  )
  .map((more) => target(more));

/** The database and its backups, one time in two as they should be. */
const stores = fc
  .tuple(fc.boolean(), rawBackups, rawInspection)
  .map(([isWhole, raw, inspected]) =>
    isWhole
      ? WHOLE_STORE
      : { store: parseBackupStore(raw, DIRECTORY), inspection: parseInspection(inspected) },
  );
const WHOLE_STORE = {
  store: parseBackupStore(new Map(Object.entries(WHOLE_BACKUPS)), DIRECTORY),
  inspection: parseInspection(new Map(Object.entries(WHOLE_INSPECTION))),
};

const eyesOn = (facts: Facts, at = target(), store = WHOLE_STORE): Observer => ({
  holder: HOLDER,
  facts: () => Promise.resolve(facts),
  target: () => Promise.resolve(at),
  backupStore: () => Promise.resolve(store.store),
  data: dataThere,
  inspect: () => Promise.resolve(store.inspection),
});
const planOf = (decision: Decision): Plan | undefined =>
  'plan' in decision ? decision.plan : decision.kind === 'refused' ? decision.proposed : undefined;

test('the facts that all else is made from are those of a deployment that can be rolled back', async () => {
  const facts = parseFacts(new Map(Object.entries(WHOLE)), { attempts: [] });
  expect(await detect(eyesOn(facts), parseConfig({ operator: 'tester' }))).toMatchObject({
    kind: 'plan',
    mode: 'fresh',
  });
});

test('whatever is seen and asked for, it comes to a decision, and a refusal says what and what next', async () => {
  const kinds = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(usual, past, asked, targets, stores, async (raw, attempts, settings, at, store) => {
      const facts = { ...parseFacts(raw, { attempts: [] }), attempts };
      const decision = await detect(eyesOn(facts, at, store), settings);
      kinds.set(decision.kind, (kinds.get(decision.kind) ?? 0) + 1);
      if (decision.kind !== 'refused') return;
      expect(decision.refusal.what).toMatch(/\S/);
      expect(adviceText(decision.refusal.next)).toMatch(/\S/);
    }),
    RUNS,
  );
  // An undo is rare: few runs may have none.
  const sure = ['plan', 'refused', ...depth([], ['undo'])];
  for (const kind of sure) expect(kinds.get(kind)).toBeGreaterThan(0);
});

test('a plan is made of text, numbers and lists, so that the journal gives it back as it was, to go on with', async () => {
  const plans: string[] = [];
  await fc.assert(
    fc.asyncProperty(
      usual,
      asked,
      mostly(fc.constant(target()), targets),
      mostly(fc.constant(WHOLE_STORE), stores),
      async (raw, settings, at, store) => {
        const facts = parseFacts(raw, { attempts: [] });
        const made = planOf(await detect(eyesOn(facts, at, store), settings));
        if (!made) return;
        plans.push(made.scenario);
        const again = planOf(await detect(eyesOn(facts, at, store), settings));
        expect(again).toEqual(made);
        const { attempts } = readJournal(journalOf(made.id, [opened(made), begun('prepare')]));
        expect(attempts.map((one) => one.plan)).toEqual([made]);
        const open = attempts.map((one) => ({ ...one, holder: HOLDER, request: settings.request }));
        const resumed = await detect(eyesOn({ ...facts, attempts: open }, at, store), {
          ...settings,
          confirm: '',
        });
        expect(resumed).toMatchObject({ mode: 'resume' });
        expect(planOf(resumed)).toEqual(made);
      },
    ),
    { numRuns: depth(100, 400) },
  );
  expect(new Set(plans)).toEqual(new Set(['code', 'database', 'infrastructure']));
});

/** What stands once a plan has been carried out, and everything is well. */
function resultOf(made: Plan, facts: Facts, { request }: Settings): Facts {
  const images = Object.fromEntries(
    made.services.map(({ service, target: wanted }) => [service, wanted ?? image(2)]),
  );
  const well = parseFacts(new Map(Object.entries(WHOLE)), { attempts: [] });
  // A service that had no container has one now.
  const missing = well.containers.filter(
    ({ service }) => !facts.containers.some((one) => one.service === service),
  );
  const prepared: Verdict = { step: 'prepare', ok: true, summary: '', started: '', seconds: 1, images };
  return {
    ...well,
    projects: facts.projects,
    git: { ...well.git, head: made.to.commit },
    containers: [...facts.containers, ...missing].map((one) => ({
      ...one,
      ...ALIVE,
      image: images[one.service] ?? one.image,
    })),
    probes: well.probes.map((one) => ({ ...one, codes: one.codes.map(() => 200) })),
    database: { ...well.database, oid: made.backup ? SHADOW_OID : (made.database?.oid ?? '') },
    attempts: [
      attempt(made, {
        request,
        outcome: 'recovered',
        closed: '2026-11-22T03:05:00.000Z',
        verdicts: [prepared, ...(made.backup ? [swapped()] : [])],
      }),
    ],
  };
}
const ALIVE = { status: 'running', health: 'healthy', exitCode: 0, oomKilled: false };

/** Has each plan that is made of a scenario looked at, with what it was made from. */
async function eachPlan(
  scenario: Plan['scenario'],
  look: (first: Plan, from: { facts: Facts; at: Target; settings: Settings }) => Promise<void>,
): Promise<void> {
  let plans = 0;
  await fc.assert(
    fc.asyncProperty(
      usual,
      asked,
      mostly(fc.constant(target()), targets),
      async (raw, { request, ...others }, at) => {
        const settings = { ...others, request: { ...request, scenario } };
        const facts = parseFacts(raw, { attempts: [] });
        const first = await detect(eyesOn(facts, at), settings);
        if (first.kind !== 'plan') return;
        plans += 1;
        await look(first.plan, { facts, at, settings });
      },
    ),
    { numRuns: depth(40, 800) },
  );

  expect(plans).toBeGreaterThan(depth(3, 10));
}

test.each(['code', 'database', 'infrastructure'] as const)(
  'planned again from its own result, a plan of scenario %s is itself, and nothing is to be done',
  (scenario) =>
    eachPlan(scenario, async (first, { facts, at, settings }) => {
      const after = await detect(eyesOn(resultOf(first, facts, settings), at), settings);
      expect(after).toMatchObject({ mode: 'replay', plan: first });
    }),
);

test.each(['code', 'database'] as const)(
  'planned again from its own result, the undo of a plan of scenario %s is itself, and what it was made from again is another plan',
  (scenario) =>
    eachPlan(scenario, async (first, { facts, at, settings }) => {
      const done = resultOf(first, facts, settings);
      const wish = { ...settings, request: { ...settings.request, undo: first.id } };
      const proposed = planOf(await detect(eyesOn(done, at), wish));
      const undo = await detect(eyesOn(done, at), { ...wish, confirm: proposed?.id ?? '' });
      expect(undo).toMatchObject({ mode: 'fresh', plan: { action: 'undo', of: first.id } });
      const made = planOf(undo);
      if (!made) return;
      const closed = '2026-11-22T03:09:00.000Z';
      const undone = attempt(made, { request: wish.request, outcome: 'undone', closed });
      const back = { ...facts, attempts: [...done.attempts, undone] };
      expect(await detect(eyesOn(back, at), wish)).toMatchObject({ mode: 'replay', plan: made });
      const anew = planOf(await detect(eyesOn(back, at), settings));
      expect(anew?.id).not.toBe(first.id);
    }),
);
