import { OPEN, type Statement } from '../../../../machines/model/remedy';
import { databaseRefusal } from '../../../../machines/detect/refusals/databaseRefusals';
import type { Facts } from '../../../../machines/model/facts';
import type { BackupStore } from '../../../../machines/detect/observe/backupStore';
import { store } from '../../../backups';
import { facts, saying, settings, without } from '../../../fixtures';

const database = (more: object) => ({ database: { ...store().database, ...more } }) as Partial<BackupStore>;
const bound = (kind: string, name = 'x') => ({ bound: [{ kind, name }] });
const obstacle = (seen: BackupStore, compose: Facts['compose'] = { v2: '2.40.3' }) =>
  databaseRefusal(settings(), seen, facts({ compose }));
const sql = (...statements: readonly Statement[]) => ({
  do: 'run-sql',
  compose: { version: 'v2', files: ['/opt/chronos-financial/docker-compose.production.yml'] },
  service: 'postgres',
  user: 'chronos_user',
  database: 'postgres',
  statements,
});
const HIDDEN = 'chronos_financial_inplace_r-00c0ffee';
const hidden = without(store({ names: new Map([[HIDDEN, '16384']]) }), 'database');

test('a database that answers, is its own and bound to nothing can be swapped', () => {
  expect(obstacle(store())).toBeUndefined();
});

test('one that does not answer cannot, and the line to type is its restart', () => {
  expect(obstacle(without(store(), 'database'))).toMatchObject({
    code: 'database.silent',
    what: saying('postgres'),
    got: saying('chronos_financial', 'chronos_user'),
    next: { do: 'update', for: { scenario: 'infrastructure', service: 'postgres' } },
  });
});

test('one that a lost rollback was restoring in place has its name to be given back', () => {
  expect(obstacle(hidden)).toMatchObject({
    code: 'database.in-place-unfinished',
    what: saying('chronos_financial', HIDDEN, 'r-00c0ffee'),
    next: [
      expect.stringMatching(/^give it its name back/),
      sql(
        { do: 'rename-database', database: HIDDEN, to: 'chronos_financial' },
        { do: 'open-database', database: 'chronos_financial' },
      ),
    ],
  });
});

test.each<[string, Facts['compose'], object]>([
  ['as a plugin', { v2: '2.40.3' }, { version: 'v2' }],
  ['as a program of its own', { v2: '2.40.3', isAlone: true }, { version: 'v2', isAlone: true }],
  ['of version 1 only', { v1: '1.29.2' }, { version: 'v1' }],
])('on a host that has Compose %s it is what reaches the database', (_, compose, call) => {
  const reached = expect.objectContaining({ compose: expect.objectContaining(call) as object }) as object;
  expect(obstacle(hidden, compose)?.next).toContainEqual(reached);
  expect(obstacle(store(database({ isOpen: false })), compose)?.next).toContainEqual(reached);
});

test.each<[string, Partial<BackupStore>, object]>([
  ['a standby', database({ isStandby: true }), { code: 'database.standby', what: saying('postgres') }],
  [
    'one whose user is no superuser',
    database({ isSuperuser: false }),
    {
      code: 'database.no-superuser',
      got: 'chronos_user',
      next: { do: 'set', key: 'deployment.database.user', value: OPEN },
    },
  ],
  [
    'one that a lost rollback has left behind its fence',
    database({ isOpen: false }),
    {
      code: 'database.closed',
      what: saying('chronos_financial'),
      next: [saying(), sql({ do: 'open-database', database: 'chronos_financial' })],
    },
  ],
  [
    'one with a prepared transaction',
    bound('prepared'),
    {
      code: 'database.bound',
      what: saying('chronos_financial', 'prepared transaction'),
      next: [
        { do: 'commit-prepared', transaction: 'x' },
        saying('or'),
        { do: 'roll-back-prepared', transaction: 'x' },
      ],
    },
  ],
  [
    'one with a replication slot',
    bound('slot'),
    { code: 'database.bound', next: [{ do: 'drop-slot', slot: 'x' }, saying()] },
  ],
  [
    'one with a subscription',
    bound('subscription'),
    { code: 'database.bound', next: { do: 'drop-subscription', subscription: 'x' } },
  ],
  [
    'one with several: all are named, and the way for the first',
    { bound: [...bound('slot', 'a').bound, ...bound('subscription', 'b').bound] },
    {
      code: 'database.bound',
      got: 'a, b',
      next: [{ do: 'drop-slot', slot: 'a' }, saying()],
    },
  ],
])('not swapped is %s', (_, given, refusal) => {
  expect(obstacle(store(given))).toMatchObject(refusal);
});
