import type { Decision } from '../../machines/model/decision';
import type { Step } from '../../machines/model/vocabulary';
import type { Verdict } from '../../machines/model/verdict';
import { check, decisionFor, LOSS, lost, seen, undoOf, verdict } from './walks';
import { restorePlan } from '../backups';
import { plan as planned } from '../fixtures';
import { plans } from './plans';
import { depth } from '../support/depth';

/** How the actor of an invoke may come out: with a value, or rejecting with, or throwing, whatever it likes. */
export type Outcome<Value> = { readonly name: string } & (
  { readonly value: Value } | { readonly error: unknown; readonly isThrown?: true }
);

const FAULTS: readonly Outcome<never>[] = [
  { name: 'rejects', error: new Error('the transport broke') },
  { name: 'rejects with a text', error: 'broken pipe' },
  { name: 'throws', error: new TypeError('no such pin'), isThrown: true },
  { name: 'throws nothing', error: undefined, isThrown: true },
];
const faults = depth(
  FAULTS.filter(({ name }) => ['rejects', 'throws nothing'].includes(name)),
  FAULTS,
);
const valued = <Value>(values: Readonly<Record<string, Value>>): Outcome<Value>[] =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

/** What detect may come to: each plan, an undo, nothing to do, a refusal. */
const decisions: readonly Outcome<Decision>[] = [
  ...valued<Decision>({
    ...Object.fromEntries(Object.entries(plans).map(([name, plan]) => [name, decisionFor(plan)])),
    'code whose undo had begun': {
      ...decisionFor(planned()),
      mode: 'resume',
      isBeingUndone: true,
    } as Decision,
    'undo of code': undoOf(planned()),
    'undo of a database': undoOf(restorePlan()),
    healthy: { kind: 'healthy', ...seen },
    refused: {
      kind: 'refused',
      refusal: { code: 'checkout.no-commit', what: 'no checkout', next: 'git status' },
    },
  }),
  ...faults,
];

const ill = { ok: false };
const well = check(true);
const won = check(true, true, 'probe transfers');
const optional = check(false, false, 'health script');

const endings = (step: Verdict['step']) => ({
  success: verdict(step),
  failure: verdict(step, ill),
  refused: verdict(step, { ...ill, refused: true }),
  'taken over': verdict(step, { ...ill, refused: true, taken: true }),
});
const mutating = (step: Verdict['step']) => ({
  ...endings(step),
  'failure, the app ran': verdict(step, { ...ill, appRan: true }),
});
const counted = (rows: number, more: object = {}) => verdict('prepare', { loss: { ...LOSS, rows }, ...more });
const checked = (checks: Verdict['checks'], more: object = {}) => verdict('verify', { ...more, checks });
const { checks: _, ...unchecked } = verdict('verify');

const verdicts: Readonly<Record<Step | 'undo', Readonly<Record<string, Verdict>>>> = {
  prepare: {
    ...endings('prepare'),
    'nothing would be lost': counted(0),
    'a few rows would be lost': counted(5),
    'many rows would be lost': counted(5000),
    'nobody knows what would be lost': verdict('prepare', { loss: { ...LOSS, rows: 0, method: 'unknown' } }),
    'failure, and many rows would be lost': counted(5000, ill),
  },
  stop: mutating('stop'),
  restore: mutating('restore'),
  revert: mutating('revert'),
  restart: {
    ...mutating('restart'),
    'failure, the app did not run': verdict('restart', { ...ill, appRan: false }),
    'success, the app ran': verdict('restart', { appRan: true }),
  },
  verify: {
    ...endings('verify'),
    'planned in a preview': checked([], { planned: true }),
    'checks missing': unchecked,
    'no checks': checked([]),
    'only an optional check': checked([check(true, false)]),
    'an optional check fails': checked([well, optional]),
    'a check fails that had passed': checked(lost),
    'a check fails that had failed': checked([well, { ...won, ok: false }]),
    'a check fails of which nothing was known': checked([check(false, true, 'database write')]),
    'a check that had passed was not run': checked(
      lost.map((one) => (one.ok ? one : { ...one, ran: false })),
    ),
    'one check is lost, one is won': checked([...lost, won]),
    'failure, and a check is lost': checked(lost, ill),
    'failure without checks': { ...unchecked, ...ill },
    'refused, and a check is lost': checked(lost, { ...ill, refused: true }),
  },
  undo: { ...endings('undo'), 'failure in parts': verdict('undo', { ...ill, failures: ['frontend'] }) },
};

/** Every outcome of every invoke, by the invoke's id. */
export const OUTCOMES: Readonly<Record<string, readonly Outcome<Decision | Verdict>[]>> = {
  detect: decisions,
  ...Object.fromEntries(
    Object.entries(verdicts).map(([step, values]) => [step, [...valued(values), ...faults]]),
  ),
};
