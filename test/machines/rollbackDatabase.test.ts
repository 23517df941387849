import type { Verdict } from '../../machines/model/verdict';
import { restorePlan, WRITTEN } from '../backups';
import { check, decisionFor, LOSS, lost, planOf, run, undoOf, verdict } from './walks';

const beside = decisionFor(planOf('database'));
const stopped = decisionFor(planOf('database, the app stopped first'));
const shown = decisionFor(restorePlan({ inspection: WRITTEN }));
const fault = new Error('the transport broke');
const bad = (step: Verdict['step'], more: Partial<Verdict> = {}) => verdict(step, { ok: false, ...more });
const counted = (rows: number) => verdict('prepare', { loss: { ...LOSS, rows } });
const refused = (step: Verdict['step']) => bad(step, { refused: true, taken: true });
const TO_RESTART = 'prepare → stop → restore → revert → restart';
const TO_VERIFY = `${TO_RESTART} → verify`;

type Way = [string, typeof beside, Parameters<typeof run>[1], string];
test.each<Way>([
  [
    'prepare costs more than consented to: refused, and nothing was stopped',
    beside,
    { prepare: counted(1) },
    'prepare → refused',
  ],
  [
    'prepare costs more than was shown, within bounds',
    shown,
    { prepare: counted(108) },
    `${TO_VERIFY} → recovered`,
  ],
  ['prepare costs one row more than that', shown, { prepare: counted(109) }, 'prepare → refused'],
  [
    'nobody can tell what it costs, where a number was consented to',
    shown,
    { prepare: verdict('prepare', { loss: { ...LOSS, method: 'unknown' } }) },
    'prepare → refused',
  ],
  ['prepare costs nothing', beside, { prepare: counted(0) }, `${TO_VERIFY} → recovered`],
  [
    'prepare fails, whatever it would cost: nothing has changed',
    beside,
    { prepare: { ...counted(9), ok: false } },
    'prepare → undone',
  ],
  ['prepare breaks', beside, { prepare: fault }, 'prepare → undone'],
  ['prepare is turned down', beside, { prepare: refused('prepare') }, 'prepare → refused'],
  [
    'stopped first, prepare costs more: the app comes up again',
    stopped,
    { prepare: counted(1) },
    'stop → prepare → undo → undone',
  ],
  [
    'stopped first, prepare fails: the app comes up again',
    stopped,
    { prepare: bad('prepare') },
    'stop → prepare → undo → undone',
  ],
  [
    'stopped first, prepare breaks: the app comes up again',
    stopped,
    { prepare: fault },
    'stop → prepare → undo → undone',
  ],
  [
    'stopped first, prepare fails and its undo too',
    stopped,
    { prepare: bad('prepare'), undo: bad('undo') },
    'stop → prepare → undo → stranded',
  ],
  [
    'stopped first, prepare finds its lease taken over: what is stopped is theirs to start',
    stopped,
    { prepare: refused('prepare') },
    'stop → prepare → refused',
  ],
  ['stopped first, stop fails', stopped, { stop: bad('stop') }, 'stop → undo → undone'],
  ['stopped first, stop is turned down', stopped, { stop: refused('stop') }, 'stop → refused'],
  [
    'restore fails: the live database is as it was',
    beside,
    { restore: bad('restore') },
    'prepare → stop → restore → undo → undone',
  ],
  [
    'restore breaks: nobody knows, so it is put back',
    beside,
    { restore: fault },
    'prepare → stop → restore → undo → undone',
  ],
  [
    'restore fails and its undo too',
    beside,
    { restore: bad('restore'), undo: bad('undo') },
    'prepare → stop → restore → undo → stranded',
  ],
  [
    'revert fails: the databases are swapped back',
    beside,
    { revert: bad('revert') },
    'prepare → stop → restore → revert → undo → undone',
  ],
  [
    'restart fails before the app ran',
    beside,
    { restart: bad('restart', { appRan: false }) },
    `${TO_RESTART} → undo → undone`,
  ],
  [
    'restart is turned away, and cannot tell whether the app ran: what it wrote is not given up',
    beside,
    { restart: bad('restart') },
    `${TO_RESTART} → degraded`,
  ],
  [
    'restart fails once the app ran: what it wrote is not given up',
    beside,
    { restart: bad('restart', { appRan: true }) },
    `${TO_RESTART} → degraded`,
  ],
  ['restart breaks: the app may have run', beside, { restart: fault }, `${TO_RESTART} → degraded`],
  [
    'verify finds things worse: the app has run',
    beside,
    { verify: verdict('verify', { checks: lost }) },
    `${TO_VERIFY} → degraded`,
  ],
  [
    'verify finds a check failed',
    beside,
    { verify: verdict('verify', { checks: [check(false)] }) },
    `${TO_VERIFY} → degraded`,
  ],
  ['verify breaks', beside, { verify: fault }, `${TO_VERIFY} → degraded`],
  ['an undo that is asked for', undoOf(restorePlan()), {}, 'undo → undone'],
  ['an undo that is asked for and fails', undoOf(restorePlan()), { undo: bad('undo') }, 'undo → stranded'],
])('%s', async (_, decision, outcomes, path) => {
  expect((await run(decision, outcomes)).path).toBe(path);
});

test('what prepare has counted is kept with the ending, be it refused or not', async () => {
  const { verdicts } = await run(beside, { prepare: counted(1) });
  expect(verdicts).toEqual([counted(1)]);
});
