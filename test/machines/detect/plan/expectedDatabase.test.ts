import { expectedDatabase, liveOidToOpen } from '../../../../machines/detect/plan/expectedDatabase';
import { databaseOf, type Plan } from '../../../../machines/model/plan';
import { restorePlan } from '../../../backups';
import { LIVE_OID, plan, restartPlan, undoOfPlan } from '../../../fixtures';

const recreated = (of: Plan): Plan => ({
  ...of,
  services: of.services.map((change) => ({ ...change, action: 'recreate' })),
});

test.each<[string, Plan, string]>([
  ['a rollback of code finds the database in its container', plan(), 'container-of-postgres'],
  ['a rollback of the database does, too', restorePlan(), 'container-of-postgres'],
  ['a restart of the database does, too', restartPlan(['postgres']), 'container-of-postgres'],
  ['a restart that makes its container once more finds it in any', recreated(restartPlan(['postgres'])), ''],
  ['one that makes another container does not', recreated(restartPlan(['backend'])), 'container-of-postgres'],
  ['what takes everything down finds it in any', restartPlan('all'), ''],
])('%s', (_, of, container) => {
  const { volumes } = databaseOf(of);
  expect(expectedDatabase(of, 'postgres')).toEqual({ container, volumes, oid: LIVE_OID });
});

test.each<[string, Plan, string]>([
  ['a rollback of code is opened on the database of its plan', plan(), LIVE_OID],
  ['a rollback of the database is, too', restorePlan(), LIVE_OID],
  ['an undo is opened on any: the restored one may be live', undoOfPlan(), ''],
])('%s', (_, of, oid) => {
  expect(liveOidToOpen(of)).toBe(oid);
});
