import { detect } from '../../../machines/detect/detect';
import type { Observer } from '../../../machines/detect/observe/observer';
import type { Facts } from '../../../machines/model/facts';
import {
  attempt,
  commit,
  container,
  facts,
  failing,
  HOLDER,
  image,
  plan,
  saying,
  settings,
  target,
  undoOfPlan,
  dataThere,
} from '../../fixtures';

const PROBLEM = { code: 'config.invalid', message: 'config "commit" got "-x"' } as const;

/** Eyes that see these facts, and note at which commits they were asked to look. */
const observer = (given: Partial<Facts> = {}) => {
  const looked: string[] = [];
  const see: Observer = {
    holder: HOLDER,
    facts: () => Promise.resolve(facts(given)),
    target: (_, at) => {
      looked.push(at);
      return Promise.resolve(target());
    },
    backupStore: () => Promise.reject(new Error('the backups were looked at')),
    data: dataThere,
    inspect: () => Promise.reject(new Error('a backup was read')),
  };
  return { ...see, looked };
};
const ill = { probes: [failing('transfers')] };
const back = {
  git: { ...facts().git, head: commit(2) },
  containers: [
    container('backend', image(2)),
    container('frontend', image('f')),
    container('postgres', image('d')),
  ],
};

test('an ill release gives a fresh plan, made after a look at the target', async () => {
  const see = observer(ill);
  const decision = await detect(see, settings());
  expect(decision).toMatchObject({
    kind: 'plan',
    mode: 'fresh',
    plan: { id: plan().id, attempt: 1 },
    takesOver: false,
  });
  expect(see.looked).toEqual([commit(2)]);
});

const undone = attempt(undoOfPlan(), { verdicts: [] });
const damaged = { database: { ...facts().database, damage: ['page 3'] } };
test.each<[string, Record<string, string>, Partial<Facts>, string[]]>([
  ['an attempt that goes on', {}, { attempts: [attempt(plan())] }, [plan().to.commit]],
  ['an undo', {}, { attempts: [attempt(plan(), { outcome: 'stranded' })] }, [plan().from.commit]],
  ['an undo that goes on', { undo: plan().id }, { attempts: [attempt(plan()), undone] }, []],
  ['a restart of everything', { scenario: 'infrastructure', service: 'all' }, {}, [commit(3)]],
  ['a restart of containers', { scenario: 'infrastructure', service: 'backend' }, {}, []],
  ['a refusal that recommends a restore', {}, damaged, [commit(2)]],
])('the target is looked at once: of %s', async (_, raw, given, looked) => {
  const see = observer(given);
  await detect(see, settings(raw)).catch((error: unknown) => {
    expect(error).toEqual(new Error('the backups were looked at'));
  });
  expect(see.looked).toEqual(looked);
});

test('an open attempt goes on with its own plan, as it was written', async () => {
  const decision = await detect(observer({ attempts: [attempt(plan())] }), settings({ reason: 'other' }));
  expect(decision).toMatchObject({ kind: 'plan', mode: 'resume', plan: plan() });
});

test('a finished one is replayed without a look at the target', async () => {
  const see = observer({
    ...back,
    attempts: [attempt(plan(), { outcome: 'recovered', closed: '2026-11-22T03:00:05Z' })],
  });
  expect(await detect(see, settings())).toMatchObject({ kind: 'plan', mode: 'replay', plan: plan() });
  expect(see.looked).toEqual([]);
});

test.each([
  [
    'the deployment cannot be told',
    {},
    { projects: ['a', 'b'] },
    'deployment.several-projects',
    '/opt/chronos-financial',
  ],
  ['the choice is refused', { undo: 'r-00000009' }, {}, 'undo.unknown', '"undo"'],
])('refused when %s, with what was seen', async (_, raw, given, code, fact) => {
  const see = observer(given);
  const decision = await detect(see, settings(raw as Record<string, string>));
  expect(decision).toMatchObject({
    kind: 'refused',
    refusal: { code, what: saying(fact) },
    facts: {},
  });
  expect(see.looked).toEqual([]);
});

test('refused when the target cannot be gone to', async () => {
  const see = { ...observer(ill), target: () => Promise.resolve(target({ missingFile: 'x.yml' })) };
  expect(await detect(see, settings())).toMatchObject({
    kind: 'refused',
    refusal: { code: 'compose.missing-file', what: saying('x.yml', '2222222') },
  });
});

test.each([
  [{}, '/var/lib/chronos-rollback/chronos/journal.jsonl'],
  [{ deployment: '{"stateDirectory":"/srv/state"}' }, '/srv/state/journal.jsonl'],
])('a journal that cannot be read is refused, before anything else: %j', async (raw, journal) => {
  const see = observer({ ...ill, journalError: 'line 3 of the journal is no JSON' });
  const decision = await detect(see, settings(raw as Record<string, string>), PROBLEM);
  expect(decision).toMatchObject({
    kind: 'refused',
    refusal: {
      code: 'journal.unreadable',
      what: saying('line 3'),
      got: journal,
      next: saying(journal),
    },
    facts: { attempts: [] },
  });
  expect(see.looked).toEqual([]);
});

test('a journal of another project is refused: what that one has begun is not finished here', async () => {
  const see = observer({ attempts: [attempt({ ...plan(), project: 'payroll' })] });
  expect(await detect(see, settings())).toMatchObject({
    kind: 'refused',
    refusal: {
      code: 'journal.other-project',
      what: saying(plan().id, 'payroll'),
      accepts: saying('chronos'),
    },
  });
  expect(see.looked).toEqual([]);
});

test('a problem of the configuration is refused, whatever stands', async () => {
  expect(await detect(observer(ill), settings(), PROBLEM)).toMatchObject({
    kind: 'refused',
    refusal: { code: 'config.invalid', what: PROBLEM.message, next: { do: 'look', at: 'config' } },
  });
});
