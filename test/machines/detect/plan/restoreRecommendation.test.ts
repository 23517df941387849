import { detect } from '../../../../machines/detect/detect';
import type { Observer } from '../../../../machines/detect/observe/observer';
import type { Facts } from '../../../../machines/model/facts';
import type { Target } from '../../../../machines/model/target';
import { backupFile, inspection, store, WRITTEN } from '../../../backups';
import { DATA, facts, failing, HOLDER, saying, settings, target, dataThere } from '../../../fixtures';

/** What auto says where it will not restore by itself. */
async function refusalOf(
  given: Partial<Facts>,
  at: Partial<Target> = {},
  files = store().files,
  found = WRITTEN,
) {
  const observer: Observer = {
    holder: HOLDER,
    facts: () => Promise.resolve(facts(given)),
    target: () => Promise.resolve(target(at)),
    backupStore: () => Promise.resolve(store({ files })),
    data: dataThere,
    inspect: () => Promise.resolve(found),
  };
  const decision = await detect(observer, settings());
  return decision.kind === 'refused' ? decision.refusal : decision;
}
const ahead = [{ probes: [failing('transfers')] }, { migrations: ['003_fees.sql'] }] as const;
const damaged = { database: { ...DATA, damage: ['3 pages with a wrong checksum'] } };
const COST = saying(backupFile().path, '2026-11-21 02:37:30 UTC', '3 rows', '1 ');

test('migrations that the target does not know: what restoring would cost is told beside both lines to type', async () => {
  expect(await refusalOf(...ahead)).toMatchObject({
    code: 'migrations.ahead',
    what: saying('003_fees.sql'),
    got: COST,
    next: expect.arrayContaining([
      { do: 'preview', for: { scenario: 'database' } },
      { do: 'preview', for: { scenario: 'code' } },
    ]) as unknown,
  });
});

test('damaged data: the release before is what the cost is told for', async () => {
  expect(await refusalOf(damaged)).toMatchObject({
    code: 'database.damaged',
    what: saying('3 pages with a wrong checksum'),
    got: COST,
  });
});

test('where it cannot be restored either, it is told why', async () => {
  expect(await refusalOf(damaged, {}, [])).toMatchObject({
    code: 'database.damaged',
    got: saying('scenario database', '/backups'),
  });
});

test('a cost that nobody knows is told as that', async () => {
  const { since: _, ...unknown } = inspection();
  const bare = [backupFile({ sidecar: {} })];
  expect(await refusalOf(...ahead, bare, unknown)).toMatchObject({
    code: 'migrations.ahead',
    got: saying(backupFile().path, 'unknown'),
  });
});
