import { makePlan } from '../../../../machines/detect/plan/codePlan';
import { pinName } from '../../../../machines/detect/plan/targetImages';
import type { Attempt } from '../../../../machines/model/attempt';
import type { Plan } from '../../../../machines/model/plan';
import {
  attempt,
  commit,
  composeModel,
  facts,
  image,
  plan,
  planInput,
  restartPlan,
  saying,
} from '../../../fixtures';

type Given = NonNullable<Parameters<typeof planInput>[0]>;
type Target = NonNullable<Given['target']>;

const PIN = pinName('chronos', 'backend', commit(2));
const BAD = image(1);
const GOOD = image(2);
const pinned = (more: Target = {}): Target => ({
  ...more,
  imagesByName: new Map([[PIN, BAD], ...(more.imagesByName ?? [])]),
});
const unrecorded = { deployments: [] };

/** What of a plan of code with that pin tells where the backend's image comes from. */
const taken = (more: Given): object => {
  const made = makePlan(planInput(more));
  if ('what' in made) throw new Error(made.code);
  const backend = made.services.find(({ service }) => service === 'backend');
  return {
    image: backend?.target,
    source: backend?.source,
    risks: made.risks.map(({ code }) => code),
    unproven: (made.unproven ?? []).length,
  };
};
const reused = (id: string) => ({ image: id, source: 'reuse', risks: [], unproven: 0 });
const seenAt = (
  n: number,
  more: Partial<Plan['services'][number]>,
  opened: Partial<Attempt> = {},
): Attempt => {
  const made = plan();
  const services = made.services.map((one) => (one.service === 'backend' ? { ...one, ...more } : one));
  const from = { commit: commit(n), subject: '' };
  return attempt(
    { ...made, id: 'r-00000007', from, to: from, services },
    { outcome: 'recovered', ...opened },
  );
};

test('an image that only a pin names needs consent, and stays unproven', () => {
  const made = plan({ facts: unrecorded, target: pinned() });
  expect(made.risks).toEqual([
    { kind: 'tainted', code: 'risk.image-unproven', what: saying(PIN, 'backend', '2222222') },
  ]);
  expect(made.services[0]).toMatchObject({ target: BAD, source: 'reuse' });
  expect(made.unproven).toEqual([saying('image of backend')]);
});

test.each<[string, Given, object]>([
  ['the deploy record', { target: pinned() }, reused(GOOD)],
  [
    'a tag that is the commit',
    {
      facts: unrecorded,
      target: pinned({ imagesByName: new Map([[`chronos-backend:${commit(2)}`, GOOD]]) }),
    },
    reused(GOOD),
  ],
  [
    "the label of an image under the service's name",
    { facts: unrecorded, target: pinned({ labelled: new Map([['chronos-backend', GOOD]]) }) },
    reused(GOOD),
  ],
  [
    'the label of an image that is pinned',
    {
      facts: unrecorded,
      target: pinned({ labelled: new Map([['chronos-rollback/chronos-backend', GOOD]]) }),
    },
    reused(GOOD),
  ],
  [
    'a journal that saw it run',
    { facts: { ...unrecorded, attempts: [seenAt(2, { before: GOOD, ran: true })] }, target: pinned() },
    reused(GOOD),
  ],
  [
    'a journal that had it built',
    { facts: { ...unrecorded, attempts: [seenAt(2, { source: 'build' })] }, target: pinned() },
    reused(GOOD),
  ],
])('a pin gives way to %s', (_, given, expected) => {
  expect(taken(given)).toEqual(expected);
});

test.each<[string, Given]>([
  [
    'brought it up without having seen it run before',
    { facts: { ...unrecorded, attempts: [seenAt(2, { before: GOOD, ran: false, target: GOOD })] } },
  ],
  [
    'is of an older version',
    { facts: { ...unrecorded, attempts: [attempt(plan(), { outcome: 'recovered' })] } },
  ],
  [
    'built it with arguments that nobody can prove',
    { facts: { ...unrecorded, attempts: [seenAt(2, { source: 'build', imageUnproven: true })] } },
  ],
  [
    'saw it at another commit',
    { facts: { ...unrecorded, attempts: [seenAt(1, { before: GOOD, ran: true })] } },
  ],
])('a journal proves no image where a rollback %s', (_, given) => {
  expect(taken(given)).toEqual({ image: undefined, source: 'build', risks: [], unproven: 0 });
});

test.each([
  ['names another release: it is not taken', commit(1), { source: 'build', risks: [] }],
  ['names what the checkout does not know', commit(9), { image: BAD, risks: ['risk.image-unproven'] }],
])('a pin whose label %s', (_, revision, expected) => {
  const target = pinned({ pinned: new Map([[PIN, revision]]) });
  expect(taken({ facts: unrecorded, target })).toMatchObject(expected);
});

const named = (reference: string) =>
  composeModel((text) => text.replace(/chronos-backend:latest, build: .\/backend/, reference));
test.each([
  ['comes before a pin where it tells a version', 'shop/web:2', reused(GOOD)],
  [
    'comes behind it where it moves',
    'shop/web:stable',
    { image: BAD, source: 'reuse', risks: ['risk.image-unproven'], unproven: 1 },
  ],
])('the name of an image %s', (_, reference, expected) => {
  const target = pinned({ target: named(reference), imagesByName: new Map([[reference, GOOD]]) });
  expect(taken({ facts: unrecorded, target })).toEqual(expected);
});

test('a service without container is restarted from a pin with consent only', () => {
  const containers = facts().containers.filter(({ service }) => service !== 'backend');
  const target = { imagesByName: new Map([[pinName('chronos', 'backend', commit(3)), BAD]]) };
  const known = restartPlan(['backend'], { facts: { containers } });
  expect(known.risks).toEqual([]);
  const made = restartPlan(['backend'], { facts: { containers, ...unrecorded }, target });
  expect(made.services[0]).toMatchObject({ target: BAD });
  expect(made.risks.map(({ code }) => code)).toEqual(['risk.image-unproven']);
});

test('the id of a plan that relies on a pin is not the one of a plan with another risk of that kind', () => {
  const other = plan({ facts: unrecorded, target: pinned() });
  const risks = [{ kind: 'tainted' as const, code: 'risk.other-release', what: 'x' }];
  const labelled = new Map([['chronos-backend', BAD]]);
  expect(plan({ facts: unrecorded, target: pinned({ labelled }), risks }).id).not.toBe(other.id);
});
