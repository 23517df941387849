import { detect } from '../../machines/detect';
import type { Eyes } from '../../machines/eyes';
import type { Facts } from '../../machines/facts';
import type { Target } from '../../machines/target';
import { backupFile, inspection, vault, WRITTEN } from '../backups';
import { DATA, facts, failing, HOLDER, settings, target } from '../fixtures';

/** What auto says where it will not restore by itself. */
async function refusalOf(
  given: Partial<Facts>,
  at: Partial<Target> = {},
  files = vault().files,
  found = WRITTEN,
) {
  const eyes: Eyes = {
    holder: HOLDER,
    facts: () => Promise.resolve(facts(given)),
    target: () => Promise.resolve(target(at)),
    vault: () => Promise.resolve(vault({ files })),
    inspect: () => Promise.resolve(found),
  };
  const decision = await detect(eyes, settings());
  return decision.kind === 'refused' ? decision.refusal : decision;
}
const ahead = [{ probes: [failing('transfers')] }, { migrations: ['003_fees.sql'] }] as const;
const damaged = { database: { ...DATA, damage: ['3 pages with a wrong checksum'] } };
const COST = `scenario database would restore ${backupFile().path}, taken 2026-11-21 02:37:30 UTC; 3 rows written since the backup would leave the live database; 1 changed or deleted since would come back as they were`;

test('migrations that the target does not know: what restoring would cost is told beside both lines to type', async () => {
  expect(await refusalOf(...ahead)).toMatchObject({
    what: expect.stringContaining('003_fees.sql') as string,
    got: COST,
    next: expect.stringMatching(/-c scenario=database.*-c scenario=code/) as string,
  });
});

test('damaged data: the release before is what the cost is told for', async () => {
  expect(await refusalOf(damaged)).toMatchObject({
    what: expect.stringContaining('3 pages with a wrong checksum') as string,
    got: COST,
  });
});

test('where it cannot be restored either, it is told why', async () => {
  expect(await refusalOf(damaged, {}, [])).toMatchObject({
    got: expect.stringMatching(/^scenario database is refused as well: there is no backup in /) as string,
  });
});

test('a cost that nobody knows is told as that', async () => {
  const { since: _, ...unknown } = inspection();
  const bare = [backupFile({ sidecar: {} })];
  expect(await refusalOf(...ahead, bare, unknown)).toMatchObject({
    got: expect.stringContaining('an unknown number of rows would leave the live database') as string,
  });
});
