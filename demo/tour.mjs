// The tour: infrastructure, the releases on record, a rollback of code, a hold, an undo that needs consent afterwards, a refusal,
// a release of which only settings are new.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { docker } from './lib/run.mjs';
import {
  check,
  container,
  deploy,
  edit,
  head,
  open,
  page,
  pulumi,
  rollback,
  say,
  STATE,
  transfers,
  type,
} from './lib/stage.mjs';

const up = (...words) => ['up', '--yes', '--skip-preview', ...words];

/** A container that somebody has killed says nothing against the release: other code would not help. */
function infrastructure(stack) {
  say('Infrastructure: the frontend is killed; no release is to blame');
  docker('kill', container('frontend'));
  const { code: exit, text } = pulumi(stack, up());
  check(exit === 0 && /infrastructure:/.test(text), 'auto restarts the service, and leaves the code alone');
  check(head() === 'v2', 'v2 is still checked out');
}

/** What deploy.sh has put on record, by `checkpoint`. */
function record(stack) {
  say('Record: which releases ran here, each with the backup of its time');
  const { code: exit, text } = rollback(stack, 'releases');
  check(exit === 0 && /^#3 .* v3 /m.test(text), 'v3 is the third release of this host');
  check(/^#2 .* v2 .*\n.*; backup taken /m.test(text), 'a backup of the data of v2 was taken before');
}

/** A release that answers with errors, and the hold that keeps it from coming back by accident. */
async function code(stack) {
  say('Code: v3 answers transfers with errors');
  check((await transfers()).includes(500), 'transfers fail');
  const { code: exit } = pulumi(stack, up('-c', 'scenario=code', '-c', 'reason=transfers fail'));
  const { status, plan } = stack.outputs();
  check(exit === 0 && status === 'recovered' && head() === 'v2', 'v2 is back');

  say('Hold: nobody deploys the bad release again by accident');
  type('git', 'checkout', '--quiet', 'v3');
  const refused = type('./deployment/scripts/deploy.sh', 'production');
  check(
    refused.code === 1 && refused.text.includes(`holds/${plan.id}`),
    'deploy.sh refuses v3, and says how to release it',
  );
  type('git', 'checkout', '--quiet', 'v2');
  return plan.id;
}

/** The rollback is taken back on demand; the same request then needs the operator's consent. */
function undo(stack, id) {
  say('Undo: somebody wants v3 back to look at it');
  const undone = pulumi(stack, up('-c', `undo=${id}`));
  check(undone.code === 0 && head() === 'v3', 'everything stands as before the rollback');
  check(!existsSync(join(STATE, 'holds', id)), 'its hold is gone too');
  stack.unset('undo');

  say('Consent: what was undone is not done again unasked');
  const again = pulumi(stack, up());
  const { plan } = stack.outputs();
  check(
    again.code === 1 && /needs your consent/.test(again.text) && head() === 'v3',
    'it is refused, with the line to type',
  );
  const confirmed = pulumi(stack, up('-c', `confirm=${plan.id}`));
  check(confirmed.code === 0 && head() === 'v2', 'with that line it goes');
  stack.unset('confirm');
}

function refusal(stack) {
  say('Refusal: a target that nobody knows');
  const { code: exit, text } = pulumi(stack, up('-c', 'commit=v99'));
  check(
    exit === 1 && /config "commit" names no commit; got "v99"/.test(text),
    'it names the key, what it got and what it accepts',
  );
  check(head() === 'v2', 'nothing has been touched');
}

/** Has the frontend find the backend at a port that .env has, in a commit of its own. */
function commitSetting() {
  edit('docker-compose.production.yml', (text) =>
    text.replace('http://backend:8080', 'http://backend:${BACKEND_PORT}'),
  );
  const who = ['-c', 'user.name=CHRONOS Operations', '-c', 'user.email=operations@chronos.example'];
  type('git', ...who, 'commit', '--quiet', '--all', '--message', 'Take the port of the backend from .env');
}

/** The same commit with another .env: the release before is brought back by its settings. */
async function settings(stack) {
  say('Settings: a port moves into .env, and is then changed there; the commit stays');
  stack.unset('commit', 'scenario');
  commitSetting();
  edit('.env', (text) => `${text}BACKEND_PORT=8080\n`);
  const first = type('./deployment/scripts/deploy.sh', 'production');
  check(first.code === 0 && (await page()) === 200, 'the page has its data');
  edit('.env', (text) => text.replace('BACKEND_PORT=8080', 'BACKEND_PORT=8081'));
  const second = type('./deployment/scripts/deploy.sh', 'production');
  check(
    second.code === 0 && (await page()) === 502,
    'the page has lost its data, and every health check is green',
  );

  const { text: known } = rollback(stack, 'releases');
  check(
    /^#5 [^]*BACKEND_PORT[^]*^#4 /m.test(known),
    'the record names the setting that differs, and no value',
  );
  const { code: exit, text } = pulumi(stack, up('-c', 'commit=#4', '-c', 'reason=the page is empty'));
  check(
    exit === 0 && /settings of #4 that come up: BACKEND_PORT \(\.env\)/.test(text),
    'the plan names it too',
  );
  check((await page()) === 200, 'the page has its data again');
  check(/^BACKEND_PORT=8080$/m.test(edit('.env')), '.env has the port that it had');
}

/** Both scenarios, the record, a hold, an undo, consent, a refusal and settings, on one deployment. */
export async function tour() {
  say('CHRONOS Financial is deployed: v1, and then v2');
  const stack = open('v1', 'v2');
  infrastructure(stack);
  say('v3 is deployed');
  deploy('v3');
  record(stack);
  const id = await code(stack);
  undo(stack, id);
  refusal(stack);
  await settings(stack);
}
