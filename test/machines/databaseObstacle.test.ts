import { databaseObstacle } from '../../machines/databaseObstacle';
import type { Vault } from '../../machines/vault';
import { vault } from '../backups';
import { saying, settings, without } from '../fixtures';

const database = (more: object) => ({ database: { ...vault().database, ...more } }) as Partial<Vault>;
const bound = (kind: string, name = 'x') => ({ bound: [{ kind, name }] });

test('a database that answers, is its own and bound to nothing can be swapped', () => {
  expect(databaseObstacle(settings(), vault())).toBeUndefined();
});

test('one that does not answer cannot, and the line to type is its restart', () => {
  expect(databaseObstacle(settings(), without(vault(), 'database'))).toMatchObject({
    code: 'database.silent',
    what: saying('postgres'),
    got: 'no answer from chronos_financial as chronos_user',
    next: 'pulumi up -c scenario=infrastructure -c service=postgres',
  });
});

test('one that a lost rollback was restoring in place has its name to be given back', () => {
  const names = new Map([['chronos_financial_inplace_r-00c0ffee', '16384']]);
  expect(databaseObstacle(settings(), without(vault({ names }), 'database'))).toMatchObject({
    code: 'database.in-place-unfinished',
    what: saying('chronos_financial', 'chronos_financial_inplace_r-00c0ffee', 'r-00c0ffee'),
    next: expect.stringContaining(
      `-c 'ALTER DATABASE "chronos_financial_inplace_r-00c0ffee" RENAME TO "chronos_financial"'`,
    ),
  });
});

test.each<[string, Partial<Vault>, object]>([
  ['a standby', database({ isStandby: true }), { code: 'database.standby', what: saying('postgres') }],
  [
    'one whose user is no superuser',
    database({ isSuperuser: false }),
    { got: 'chronos_user', next: 'pulumi config set --path deployment.database.user …' },
  ],
  [
    'one that a lost rollback has left behind its fence',
    database({ isOpen: false }),
    {
      what: expect.stringContaining('nobody may connect to chronos_financial'),
      next: expect.stringContaining(
        `psql -U chronos_user -d postgres -c 'ALTER DATABASE "chronos_financial" ALLOW_CONNECTIONS true'`,
      ),
    },
  ],
  [
    'one with a prepared transaction that has a quotation mark in its name',
    bound('prepared', "it's"),
    { next: "COMMIT PREPARED 'it''s', or ROLLBACK PREPARED 'it''s'" },
  ],
  [
    'one with a subscription that has a quotation mark in its name',
    bound('subscription', 'a"; b'),
    { next: 'DROP SUBSCRIPTION "a""; b"' },
  ],
  [
    'one with a prepared transaction',
    bound('prepared'),
    {
      code: 'database.bound',
      what: saying('chronos_financial', 'a prepared transaction'),
      next: "COMMIT PREPARED 'x', or ROLLBACK PREPARED 'x'",
    },
  ],
  [
    'one with a replication slot',
    bound('slot'),
    { next: "SELECT pg_drop_replication_slot('x'), once nobody needs it" },
  ],
  ['one with a subscription', bound('subscription'), { next: 'DROP SUBSCRIPTION x' }],
  [
    'one with several: all are named, and the way for the first',
    { bound: [...bound('slot', 'a').bound, ...bound('subscription', 'b').bound] },
    { got: 'a, b', next: "SELECT pg_drop_replication_slot('a'), once nobody needs it" },
  ],
])('not swapped is %s', (_, given, refusal) => {
  expect(databaseObstacle(settings(), vault(given))).toMatchObject(refusal);
});
