import { backByHand } from '../../../audit/text/manualUndo';
import { databaseOf, type Plan } from '../../../machines/model/plan';
import { makeUndoPlan } from '../../../machines/detect/plan/undoPlan';
import type { Verdict } from '../../../machines/model/verdict';
import { restorePlan, swapped, store } from '../../backups';
import { attempt, commit, facts, image, LIVE_OID } from '../../fixtures';

const made = restorePlan();
const ABANDONED = `chronos_financial_undone_${made.id}`;
const lines = (plan: Plan, verdicts: readonly Verdict[], user = 'chronos_user', compose = {}) =>
  backByHand(plan, verdicts, { directory: '/opt/c', compose }, user);
const PSQL = 'docker exec container-of psql -v ON_ERROR_STOP=1 -U chronos_user -d postgres -c ';
const BACK = [
  `DO $$ BEGIN IF (SELECT datname FROM pg_database WHERE oid = ${LIVE_OID}) <> 'chronos_financial' THEN`,
  "IF EXISTS (SELECT FROM pg_database WHERE datname = 'chronos_financial') THEN",
  `ALTER DATABASE "chronos_financial" RENAME TO "${ABANDONED}"; END IF;`,
  `EXECUTE (SELECT format('ALTER DATABASE %I RENAME TO %I', datname, 'chronos_financial') FROM pg_database WHERE oid = ${LIVE_OID});`,
  'END IF; END $$',
].join(' ');
const quoted = (sql: string) => `'${sql.replaceAll("'", `'\\''`)}'`;

test('by hand: the database that was live gets its name back, and lets clients in, before the code goes back', () => {
  expect(lines(made, [swapped()])).toEqual([
    `${PSQL}${quoted(BACK)}`,
    `${PSQL}'ALTER DATABASE "chronos_financial" ALLOW_CONNECTIONS true'`,
    'cd /opt/c',
    `git checkout --detach ${commit(3)}`,
    `docker tag ${image(3)} chronos-backend:latest`,
    `docker tag ${image('f')} chronos-frontend:latest`,
    'docker compose -p chronos -f docker-compose.production.yml up -d --no-deps --no-build backend frontend',
  ]);
});

test.each<[string, Plan, readonly Verdict[], boolean]>([
  ['a restore that failed may have swapped', made, [{ ...swapped(), ok: false }], true],
  ['an undo of it that stranded', makeUndoPlan(attempt(made), facts(), 1, [], store()), [], true],
  [
    'one that an undo of an older version has cut off',
    makeUndoPlan(attempt(made), facts(), 1, [], store()),
    [swapped()],
    true,
  ],
  ['it never came to the restore', made, [], false],
])('by hand, %s: the database is seen to: %s', (_, plan, verdicts, isSeenTo) => {
  expect(lines(plan, verdicts)[0]?.startsWith(PSQL)).toBe(isSeenTo);
});

test.each([
  [{}, 'docker compose -p'],
  [{ isAlone: true as const }, 'docker-compose -p'],
])('by hand, with a Compose v2 of which is known %j, one types %s', (compose, command) => {
  expect(lines(made, [], 'chronos_user', compose).at(-1)).toMatch(new RegExp(`^${command} `));
});

test('by hand: names with quotes stay names, in the shell as in SQL', () => {
  const odd = { ...made, database: { ...databaseOf(made), name: `it's "live"` } };
  const [rename = '', open = ''] = lines(odd, [swapped()], "o'user");
  expect(rename).toContain(`-U 'o'\\''user'`);
  expect(rename).toContain(quoted(`<> 'it''s "live"' THEN`).slice(1, -1));
  expect(open).toContain(quoted(`ALTER DATABASE "it's ""live""" ALLOW`).slice(1, -1));
});
