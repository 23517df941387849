// A damaging migration: what restoring the backup would cost, the rollback of data and code, what stays.
import { docker } from './lib/run.mjs';
import { check, container, head, open, pulumi, say, type } from './lib/stage.mjs';

const up = (...words) => ['up', '--yes', '--skip-preview', ...words];
const sql = (text) =>
  docker(
    'exec',
    container('postgres'),
    'psql',
    '-XAtq',
    '-U',
    'chronos_user',
    '-d',
    'chronos_financial',
    '-c',
    text,
  );
const balance = () =>
  type('./deployment/scripts/health-check.sh', 'production').text.includes('BAD   books balance');

/** The customers go on while nobody has noticed. */
function business() {
  const transfer = `INSERT INTO transfers (from_account, to_account, amount_cents) SELECT 1, 2, i FROM generate_series(1, 12) i`;
  sql(transfer);
}

/** Scenario database, from the damage to the undo. */
export async function database() {
  say('CHRONOS Financial is deployed: v1, v2, and then v5, which pays interest');
  const stack = open('v1', 'v2', 'v5');
  business();

  say('The books do not balance: a migration has damaged the data, and code alone brings nothing back');
  check(balance(), 'accounts do not match their transactions, while every service is healthy');

  say('What would restoring the backup cost? Nothing is touched');
  const preview = pulumi(stack, ['preview', '-c', 'scenario=database']);
  check(/counted exactly, by the backup's snapshot/.test(preview.text), 'it is counted to the row');
  check(/needs your consent/.test(preview.text) && head() === 'v5', 'and it asks');

  say('With consent');
  const [, id] = /pulumi up -c confirm=(r-[0-9a-f]{8})/.exec(preview.text) ?? [];
  const rollback = pulumi(stack, up('-c', `confirm=${id}`, '-c', 'reason=the books do not balance'));
  const { status, dataLoss } = stack.outputs();
  check(
    rollback.code === 0 && status === 'recovered' && head() === 'v2',
    'v2 is back, with the data of its time',
  );
  check(!balance(), 'the books balance');
  console.log(`  ${dataLoss.rows} rows left the live database; ${dataLoss.kept} has them`);

  say('The same again changes nothing');
  const again = pulumi(stack, up());
  check(/Resources:\n {4}\d+ unchanged\n\n/.test(again.text), 'nothing is restored twice');

  say('Undo: somebody wants the data of v5 back to look at it');
  stack.unset('confirm');
  const undone = pulumi(stack, up('-c', `undo=${id}`));
  check(undone.code === 0 && head() === 'v5', 'everything stands as before');
  check(sql('SELECT count(*) FROM transfers') === '12', 'the transfers that were made since the backup, too');
}
