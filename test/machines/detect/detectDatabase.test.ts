import type { Code } from '../../../machines/model/codes';
import { detect } from '../../../machines/detect/detect';
import type { Observer } from '../../../machines/detect/observe/observer';
import type { Facts } from '../../../machines/model/facts';
import type { BackupStore } from '../../../machines/detect/observe/backupStore';
import {
  backupFile,
  inspection,
  restorePlan,
  SHADOW_OID,
  SNAPSHOT,
  swapped,
  taken,
  store,
  WRITTEN,
} from '../../backups';
import {
  attempt,
  facts,
  HOLDER,
  LIVE_OID,
  plan,
  saying,
  settings,
  target,
  without,
  dataThere,
} from '../../fixtures';
import { at, running, went } from '../choices';

/** Eyes that see these facts, backups and content, and note at which of them they have looked. */
const observer = (given: Partial<Facts> = {}, seen: BackupStore = store(), found = inspection()) => {
  const looked: string[] = [];
  const see: Observer = {
    holder: HOLDER,
    facts: () => Promise.resolve(facts(given)),
    target: () => Promise.resolve(target()),
    backupStore: (_, snapshot = '') =>
      Promise.resolve(seen).finally(() => looked.push(`backups ${snapshot}`.trim())),
    data: dataThere,
    inspect: (_, path, snapshot) =>
      Promise.resolve(found).finally(() => looked.push(`${path} ${snapshot}`.trim())),
  };
  return { ...see, looked };
};
const chosen = (raw: Record<string, string> = {}) => settings({ scenario: 'database', ...raw });
const restored = went('recovered', { verdicts: [swapped()] }, restorePlan());
const names = new Map([
  ['chronos_financial', SHADOW_OID],
  [`chronos_financial_before_${restorePlan().id}`, LIVE_OID],
]);
const there = { git: at(2), containers: running(2), attempts: [restored] };

test('a restore is planned from the list of backups and from the one that is chosen, each looked at once', async () => {
  const see = observer();
  expect(await detect(see, chosen())).toMatchObject({
    kind: 'plan',
    mode: 'fresh',
    plan: restorePlan(),
    takesOver: false,
  });
  expect(see.looked).toEqual(['backups', `${backupFile().path} ${SNAPSHOT}`]);
});

test('a snapshot without rows is not counted by', async () => {
  const file = taken('20T12:00', { sidecar: { v: 1, snapshot: SNAPSHOT } });
  const see = observer({}, store({ files: [file] }));
  await detect(see, chosen());
  expect(see.looked).toEqual(['backups', file.path]);
});

test.each<[string, BackupStore, Record<string, string>, Code, string]>([
  ['the database cannot be swapped', without(store(), 'database'), {}, 'database.silent', 'postgres'],
  ['no backup is of that time', store({ files: [] }), {}, 'backup.none', '/backups'],
  ['no backup has that name', store(), { backup: 'none.dump' }, 'backup.not-found', '/backups'],
])('no backup is read to its end where %s', async (_, seen, raw, code, fact) => {
  const see = observer({}, seen);
  expect(await detect(see, chosen(raw))).toMatchObject({
    kind: 'refused',
    refusal: { code, what: saying(fact) },
  });
  expect(see.looked).toEqual(['backups']);
});

test('rows that would be lost need consent: the plan that awaits it is shown, and its id is it', async () => {
  const proposed = restorePlan({ inspection: WRITTEN });
  const withheld = await detect(observer({}, store(), WRITTEN), chosen());
  expect(withheld).toMatchObject({
    kind: 'refused',
    proposed,
    refusal: {
      next: { do: 'confirm', id: proposed.id, request: chosen().request },
    },
  });
  expect(await detect(observer({}, store(), WRITTEN), chosen({ confirm: proposed.id }))).toMatchObject({
    kind: 'plan',
    plan: proposed,
  });
});

test('a restore that was cut off goes on with its own plan, without a look at any backup', async () => {
  const open = attempt(restorePlan(), { request: chosen().request });
  const see = observer({ attempts: [open] });
  expect(await detect(see, chosen())).toMatchObject({ kind: 'plan', mode: 'resume', plan: open.plan });
  expect(see.looked).toEqual([]);
});

test('the undo of a restore counts what was written since the databases were swapped', async () => {
  const see = observer(there, store({ names, since: new Map() }));
  expect(await detect(see, settings({ undo: restorePlan().id }))).toMatchObject({
    kind: 'undo',
    mode: 'fresh',
    plan: { of: restorePlan().id, risks: [] },
  });
  expect(see.looked).toEqual(['backups 900:900:']);
});

test('it needs consent where the app has written since, and is refused where it cannot be done', async () => {
  const undo = settings({ undo: restorePlan().id });
  const since = new Map([['public.transfers', [2, 0] as const]]);
  expect(await detect(observer(there, store({ names, since })), undo)).toMatchObject({
    kind: 'refused',
    proposed: { risks: [{ kind: 'writes' }] },
  });
  const gone = new Map([['chronos_financial', SHADOW_OID]]);
  expect(await detect(observer(there, store({ names: gone })), undo)).toMatchObject({
    kind: 'refused',
    refusal: { code: 'undo.database-gone', what: saying(restorePlan().id) },
  });
});

test('the undo of a rollback of code looks at no database', async () => {
  const see = observer({ ...there, attempts: [went('recovered')] });
  expect(await detect(see, settings({ undo: plan().id }))).toMatchObject({
    kind: 'undo',
    plan: { of: plan().id },
  });
  expect(see.looked).toEqual([]);
});

describe('a live database that was restored after the backup was taken has all its rows anew', () => {
  const again = store({
    database: { ...(store().database as NonNullable<BackupStore['database']>), oid: SHADOW_OID },
  });
  const asked = chosen({ commit: 'v2', backup: backupFile().name });
  const wanted = { wanted: { commit: '2'.repeat(40), remote: false } };

  test('so its snapshot is not counted by, and what would be lost is not known', async () => {
    const see = observer(
      { ...there, ...wanted, database: { version: '15', oid: SHADOW_OID } },
      again,
      inspection(),
    );
    const { since: _, ...unknown } = inspection();
    see.inspect = (_identity, path, snapshot) => {
      see.looked.push(`${path} ${snapshot}`.trim());
      return Promise.resolve(unknown);
    };
    const decision = await detect(see, asked);
    expect(see.looked).toEqual(['backups', backupFile().path]);
    expect(decision).toMatchObject({ proposed: { backup: { snapshot: '' }, loss: { method: 'unknown' } } });
  });

  test('and once it is taken back the former one has its rows as they were', async () => {
    const see = observer({ ...there, ...wanted, database: { version: '15', oid: LIVE_OID } });
    await detect(see, asked);
    expect(see.looked).toEqual(['backups', `${backupFile().path} ${SNAPSHOT}`]);
  });
});
