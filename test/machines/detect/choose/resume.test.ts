import type { Attempt } from '../../../../machines/model/attempt';
import type { Facts } from '../../../../machines/model/facts';
import { isDoneAgain, resumedOf, restartAgain } from '../../../../machines/detect/choose/resume';
import { NOTHING } from '../../../../machines/model/decision';
import type { Step } from '../../../../machines/model/vocabulary';
import type { Verdict } from '../../../../machines/model/verdict';
import { attempt, container, facts, image, plan } from '../../../fixtures';

const ended = (step: Step | 'undo', more: Partial<Verdict> = {}): Verdict => ({
  ...{ step, ok: true, summary: '', started: '', seconds: 1 },
  ...more,
});
const prepared = ended('prepare', { images: { backend: image(2), frontend: image('f') } });
const restarted = ended('restart');
/** All of it stays. */
const REST = { restart: [], othersStay: true, verify: false };
const LEFT = { left: { backend: 'new' } };
const open = (more: Partial<Attempt> = {}, ...verdicts: Verdict[]): Attempt =>
  attempt(plan(), { verdicts: [prepared, ended('revert'), ...verdicts], ...more });

/** The backend runs in the container that restart has made, and the frontend in its own. */
const running = (backend: object = {}, frontend: object = {}): Pick<Facts, 'containers'> => ({
  containers: [
    container('backend', image(2), { id: 'new', ...backend }),
    container('frontend', image('f'), frontend),
    container('postgres', image('d')),
  ],
});
const resumed = (given: Attempt, seen: Partial<Facts>) => resumedOf(given, facts(seen));

test.each<[string, Attempt, Partial<Facts>, ReturnType<typeof resumedOf>]>([
  ['nothing before its restart has ended', open(), running({ id: 'other' }), NOTHING],
  [
    'what another try of its restart could not bring up',
    open(LEFT, { ...restarted, ok: false }),
    running({ id: 'other' }),
    { restart: ['backend'], othersStay: true, verify: false },
  ],
  [
    'nothing that is being taken back',
    open({ ...LEFT, isBeingUndone: true }, restarted, ended('verify')),
    running({ id: 'other' }),
    NOTHING,
  ],
  [
    'the restart of what lies stopped, be it in the same container',
    open(LEFT, restarted),
    running({ status: 'exited' }),
    { restart: ['backend'], othersStay: true, verify: false },
  ],
  [
    'nothing of what was scaled since, from the same image',
    open(LEFT, restarted),
    { containers: [container('backend', image(2), { id: 'second' }), ...running().containers] },
    REST,
  ],
  [
    'the restart of what was scaled since from another image',
    open(LEFT, restarted),
    { containers: [container('backend', image(9), { id: 'second' }), ...running().containers] },
    { restart: ['backend'], othersStay: true, verify: false },
  ],
  [
    'what it leaves alone and has another image, before its restart has ended',
    open(),
    running({ id: 'other' }, { image: image(9) }),
    { restart: ['frontend'], othersStay: false, verify: false },
  ],
  [
    'what it leaves alone and lies stopped',
    open(LEFT, restarted),
    running({}, { status: 'exited' }),
    { restart: ['frontend'], othersStay: true, verify: false },
  ],
  ['nothing while all runs as it was left', open(LEFT, restarted), running(), REST],
  [
    'what was verified, whoever was kept off meanwhile',
    open(LEFT, restarted, ended('verify')),
    running(),
    { restart: [], othersStay: true, verify: true },
  ],
  [
    'the restart of what runs in another container, of the same image even',
    open(LEFT, restarted),
    running({ id: 'other' }),
    { restart: ['backend'], othersStay: true, verify: false },
  ],
  [
    'that of what has no container any more, and what was verified before',
    open(LEFT, restarted, ended('verify')),
    { containers: running().containers.slice(1) },
    { restart: ['backend'], othersStay: true, verify: true },
  ],
  [
    'that of what was kept and has another image',
    open(LEFT, restarted),
    running({}, { image: image(9) }),
    { restart: ['frontend'], othersStay: true, verify: false },
  ],
  [
    'not of what was kept and is only in another container',
    open(LEFT, restarted),
    running({}, { id: 'other' }),
    REST,
  ],
  [
    'no restart while Docker does not tell what runs',
    open(LEFT, restarted, ended('verify')),
    { containers: [], docker: { endpoint: '', error: 'gone' } },
    { restart: [], othersStay: true, verify: true },
  ],
])('an attempt that goes on does once more: %s', (_, given, seen, expected) => {
  expect(resumed(given, seen)).toEqual(expected);
});

test('an older journal names no containers: then images tell', () => {
  expect(resumed(open({ left: {} }, restarted), running({ id: 'other' }))).toEqual(REST);
  expect(resumed(open({ left: {} }, restarted), running({ image: image(9) })).restart).toEqual(['backend']);
});

test('which steps those are, and what restart is told of then', () => {
  const both = { restart: ['frontend'], othersStay: true, verify: true };
  const steps = (['prepare', 'restart', 'verify', 'undo'] as const).filter((step) => isDoneAgain(both, step));
  expect(steps).toEqual(['restart', 'verify']);
  expect(restartAgain(plan(), both).services.map(({ service, action }) => [service, action])).toEqual([
    ['backend', 'keep'],
    ['frontend', 'up'],
  ]);
  const more = restartAgain({ ...plan(), all: true }, { ...both, othersStay: false });
  expect([more.all, ...more.services.map(({ action }) => action)]).toEqual([true, 'up', 'up']);
  expect(restartAgain({ ...plan(), all: true }, both).all).toBe(false);
});
