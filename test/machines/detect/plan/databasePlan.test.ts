import fc from 'fast-check';
import type { Code } from '../../../../machines/model/codes';
import { Plan } from '../../../../machines/model/plan';
import {
  backupFile,
  inspection,
  makeRestore,
  MIB,
  restorePlan,
  SHA,
  SNAPSHOT,
  taken,
  store,
  WRITTEN,
} from '../../../backups';
import {
  commit,
  composeModel,
  container,
  facts,
  image,
  LIVE_OID,
  plan,
  saying,
  without,
} from '../../../fixtures';

const kinds = (made: Plan) => made.risks.map(({ kind }) => kind);
const chosen = (file = backupFile()) => ({ path: file.path, file });

test('database and code go back together: the backup is pinned, and every app service comes up again', () => {
  const code = plan();
  const made = restorePlan();
  expect(made).toMatchObject({
    action: 'rollback',
    scenario: 'database',
    from: code.from,
    to: code.to,
    steps: ['prepare', 'stop', 'restore', 'revert', 'restart', 'verify'],
    database: { ...code.database, name: 'chronos_financial', oid: LIVE_OID },
    backup: {
      path: backupFile().path,
      place: 'container',
      format: 'custom',
      packed: '',
      sha256: SHA,
      bytes: 5 * MIB,
      takenAt: '2026-11-21T02:37:30.000Z',
      takenBy: 'its sidecar',
      snapshot: SNAPSHOT,
      strategy: 'shadow',
    },
    loss: { method: 'snapshot', rows: 0, gone: 0 },
    risks: [],
    notes: [],
  });
  expect(made.services.map(({ service, action, why }) => [service, action, why])).toEqual([
    ['backend', 'up', saying('image')],
    ['frontend', 'up', saying('restore')],
  ]);
});

test('what is pinned goes through the journal and comes back the same', () => {
  const made = restorePlan({ inspection: WRITTEN });
  expect(Plan.parse(JSON.parse(JSON.stringify(made)))).toEqual(made);
});

test('the app is stopped first where that is asked for', () => {
  expect(restorePlan({}, { settings: { stopFirst: 'true' } }).steps).toEqual([
    'stop',
    'prepare',
    'restore',
    'revert',
    'restart',
    'verify',
  ]);
});

test('the database alone goes back where the release that runs is named', () => {
  const release = { commit: commit(3), name: 'v3', subject: 'Release 3' };
  const made = restorePlan({}, { settings: { commit: 'v3' }, target: { release } });
  expect(made.to).toEqual(made.from);
  expect(made.notes).toEqual([]);
});

const exporter = { user: 'exporter', application: '', address: '172.18.0.9', count: 1 };
test.each<[string, Parameters<typeof restorePlan>[0], string, Code, string[]]>([
  ['rows that were written since', { inspection: WRITTEN }, 'loss', 'risk.rows-lost', ['3', '1']],
  [
    'a number of rows that nobody knows',
    { chosen: { path: '/a.dump' }, inspection: without(inspection(), 'since') },
    'loss',
    'risk.rows-lost',
    ['unknown'],
  ],
  [
    'a backup from after the target was left',
    { chosen: chosen(backupFile({ takenAt: '2026-11-21T02:38:00.000Z' })) },
    'tainted',
    'risk.other-release',
    ['3333333'],
  ],
  [
    'somebody besides the app who is connected',
    { store: store({ sessions: [{ user: 'ann', application: 'psql', address: '', count: 1 }] }) },
    'sessions',
    'risk.sessions',
    ['ann', '(psql)'],
  ],
])('consent is needed for %s', (_, given, kind, code, told) => {
  expect(restorePlan(given).risks).toEqual([{ kind, code, what: saying(...told) }]);
});

test.each([
  ['has written nothing', { sessions: [{ ...exporter, writing: 0 }] }],
  ['cannot write', { sessions: [exporter], writers: new Set(['chronos_user']) }],
])('somebody besides the app who %s is noted, and no consent is needed', (_, connected) => {
  const made = restorePlan({ store: store(connected) });
  expect([made.risks, made.notes]).toEqual([[], [saying('exporter')]]);
  expect(made.noteCodes).toEqual(['note.connected']);
});

test('what the journal says against it comes first', () => {
  expect(kinds(restorePlan({ inspection: WRITTEN }, { risks: [{ kind: 'drift', what: 'so' }] }))).toEqual([
    'drift',
    'loss',
  ]);
});

const app = { user: 'chronos_user', application: 'backend', address: '172.18.0.3', count: 2 };
const networks = { chronos_default: { IPAddress: '172.18.0.3' } };
test.each<[string, Parameters<typeof restorePlan>[0], Parameters<typeof restorePlan>[1], Code, string[]]>([
  [
    "the app's own sessions",
    { store: store({ sessions: [app] }) },
    { facts: { containers: [container('backend', image(3), { networks }), ...facts().containers.slice(1)] } },
    'note.connected',
    ['chronos_user', 'backend', '172.18.0.3', '(backend)', '2 times'],
  ],
  [
    'a pooler in between',
    {},
    { facts: { containers: [...facts().containers, container('pgbouncer', image(5))] } },
    'note.pooler',
    ['pgbouncer'],
  ],
  [
    'a strategy that a stack of an older version has',
    {},
    { settings: { strategy: 'shadow' } },
    'note.strategy-ignored',
    ['pulumi config rm strategy'],
  ],
  [
    'a backup that was too long to read',
    { inspection: inspection({ isUnread: true }) },
    {},
    'note.backup-unread',
    [],
  ],
])('worth knowing, and no risk: %s', (_, given, more, code, told) => {
  const made = restorePlan(given, more);
  expect(made.notes[made.noteCodes?.indexOf(code) ?? -1]).toEqual(saying(...told));
  expect(made.risks).toEqual([]);
});

test('migrations that the target does not know are none of a restored backup, and are not told of', () => {
  expect(restorePlan({}, { target: { migrations: ['003_fees.sql'] } }).notes).toEqual([]);
});

test.each<[string, Parameters<typeof makeRestore>[0], Parameters<typeof makeRestore>[1], Code, string[]]>([
  ['the code cannot go there', {}, { target: { missingFile: 'x.yml' } }, 'compose.missing-file', ['x.yml']],
  [
    "the target's database is another one",
    {},
    { target: { target: composeModel((yaml) => yaml.replace('postgres:15', 'postgres:14')) } },
    'database.differs',
    ['postgres:15', 'postgres:14'],
  ],
  [
    'the database cannot be swapped',
    { store: without(store(), 'database') },
    {},
    'database.silent',
    ['postgres'],
  ],
  [
    'the backup is damaged',
    { inspection: inspection({ damage: 'end of file' }) },
    {},
    'backup.damaged',
    [backupFile().path],
  ],
  [
    'the backup does not fit',
    { inspection: inspection({ version: '17.0' }) },
    {},
    'backup.newer',
    [backupFile().path],
  ],
  ['there is no room', { store: store({ freeKiB: 1 }) }, {}, 'space.database', ['/var/lib/postgresql/data']],
])('refused where %s', (_, given, more, code, told) => {
  expect(makeRestore(given, more)).toMatchObject({ code, what: saying(...told) });
});

test.each([
  [
    'its archive tells, in a path of which nothing else is known',
    { madeAt: '2026-11-21 02:37:30 UTC' },
    '2026-11-21T02:37:30.000Z',
    'the archive',
  ],
  ['nothing tells', {}, '', 'nothing'],
  ['its archive tells in no form that is known', { madeAt: 'a while ago' }, '', 'nothing'],
])('when a backup was taken: %s', (_, more, takenAt, takenBy) => {
  expect(restorePlan({ chosen: { path: '/a.dump' }, inspection: inspection(more) }).backup).toMatchObject({
    takenAt,
    takenBy,
  });
});

test('a snapshot counts only where the rows of its moment are told', () => {
  const { snapshot } =
    restorePlan({ chosen: chosen(taken('20T12:00', { sidecar: { v: 1, snapshot: SNAPSHOT } })) }).backup ??
    {};
  expect(snapshot).toBe('');
});

test('a plan that is made again from the same facts is the same plan, whatever was written meanwhile', () => {
  const count = fc.integer({ min: 0, max: 50 });
  fc.assert(
    fc.property(count, count, fc.boolean(), (written, later, stopFirst) => {
      const since = (n: number) => ({
        inspection: inspection({ since: new Map([['public.transfers', [n + 1, 10]]]) }),
      });
      const more = { settings: { stopFirst: String(stopFirst) } };
      const one = restorePlan(since(written), more);
      expect(restorePlan(since(written), more)).toEqual(one);
      expect(restorePlan(since(later), more).id).toBe(one.id);
      expect(one.id).not.toBe(plan().id);
    }),
  );
});

test('a backup is restored beside, whatever a stack of an older version says, and the id is the same', () => {
  const made = restorePlan({}, { settings: { strategy: 'shadow' } });
  expect(made.backup?.strategy).toBe('shadow');
  expect(made.id).toBe(restorePlan().id);
});
