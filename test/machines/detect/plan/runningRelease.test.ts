import { asDefined } from '../../../../machines/compose/made/asDefined';
import { makePlan } from '../../../../machines/detect/plan/codePlan';
import { checkoutAhead, isAllThere, releaseLeft } from '../../../../machines/detect/plan/checkoutAhead';
import { otherRelease } from '../../../../machines/detect/plan/runningRelease';
import { runningCommit } from '../../../../machines/detect/plan/targetImages';
import { makeUndoPlan } from '../../../../machines/detect/plan/undoPlan';
import { undoTarget } from '../../../../machines/detect/plan/undoTarget';
import { Model } from '../../../../machines/model/composeModel';
import type { Facts } from '../../../../machines/model/facts';
import { Made, MadeImage } from '../../../../machines/model/made';
import { attempt, commit, container, facts, image, plan, planInput, saying } from '../../../fixtures';

const MOVES = [
  { commit: commit(3), at: '2026-11-21T02:00:00Z' },
  { commit: commit(2), at: '2026-11-20T02:00:00Z' },
];
const HASHES = new Map([['backend', 'aa']]);
/** What is known of the backend where the definition that is checked out has that hash. */
const defined = (
  given: Facts,
  hash: string,
  more: { readonly isBuilt?: boolean; readonly filesOf?: string } = {},
) => {
  const hashes = { current: new Map([['backend', hash]]), target: new Map() };
  return { isAsDefined: asDefined(given, { hashes }, 'chronos', 'backend').is, isBuilt: false, ...more };
};
const older = (more: object = {}, n = 2) =>
  container('backend', image(n), { created: '2026-11-20T02:30:00Z', configHash: 'bb', ...more });
const seen = (more: Partial<Facts> = {}): Facts => {
  const given = facts({ containers: [older()], deployments: [], ...more });
  return { ...given, git: { ...given.git, moves: MOVES } };
};
const record = (n: number, images: Record<string, string>) => ({
  at: '2026-11-20T02:31:00Z',
  commit: commit(n),
  images,
});
const named = { ...older(), reference: 'shop/web:v1' };

test.each<[string, Partial<Facts>, { isBuilt?: boolean; hash?: string }, number]>([
  ['where it was made by another definition, before HEAD came there', {}, {}, 2],
  ['by the deploy record', { deployments: [record(1, { backend: image(2) })] }, {}, 1],
  ['by the label of its image', { containers: [older({ revision: commit(1) })] }, {}, 1],
  ['by the tag of its image, which is the name of a release', { containers: [named] }, {}, 1],
  ['where it is built, and nothing was deployed since HEAD came there', {}, { isBuilt: true, hash: 'bb' }, 2],
])('a service runs another release than the one that is checked out: %s', (_, given, more, n) => {
  const { isBuilt = false, hash = 'aa' } = more;
  expect(otherRelease(seen(given), 'backend', defined(seen(given), hash, { isBuilt }))).toBe(commit(n));
});

const later = { created: '2026-11-21T02:30:00Z' };
const left = plan({
  facts: { containers: [container('backend', image(2)), ...facts().containers.slice(1)] },
});
test.each<[string, Partial<Facts>, { isBuilt?: boolean; hash?: string }]>([
  ['it was made while HEAD was there', { containers: [older(later)] }, {}],
  ['it is as it is defined there', {}, { hash: 'bb' }],
  [
    'it is built, and another one was deployed from there',
    { containers: [older(), container('frontend', image('f'), later)] },
    { isBuilt: true, hash: 'bb' },
  ],
  ['another version of Compose has made it', { containers: [older({ composeVersion: '2.1.0' })] }, {}],
  ['nobody knows when it was made', { containers: [older({ created: undefined })] }, {}],
  ['its label says that it is of HEAD', { containers: [older({ revision: commit(3) })] }, {}],
  ['the record has its image at HEAD', { deployments: [record(3, { backend: image(2) })] }, {}],
  ['a rollback brought it up there', { attempts: [attempt({ ...plan(), to: plan().from })] }, {}],
  ['a rollback that left HEAD found it there', { attempts: [attempt(left)] }, {}],
  ['it has no container', { containers: [] }, {}],
])('a service is taken for what is checked out where %s', (_, given, { isBuilt = false, hash = 'aa' }) => {
  expect(otherRelease(seen(given), 'backend', defined(seen(given), hash, { isBuilt }))).toBeUndefined();
});

const ahead = () => {
  const containers = [older(), container('frontend', image('f'), later)];
  const given = { facts: seen({ containers: [...containers, ...facts().containers.slice(2)] }) };
  const hashes = { current: new Map([...HASHES, ['frontend', '']]), target: new Map() };
  const made = makePlan(planInput({ ...given, target: { hashes } }));
  if ('what' in made) throw new Error(made.code);
  return made;
};

test('fields that differ tell another release where another version of Compose has made it', () => {
  const other = older({ composeVersion: '2.1.0' });
  const given = seen({ containers: [other] });
  const model = Model.parse({
    services: { backend: { image: other.reference, environment: { A: '1' } } },
    networks: {},
  });
  const at = (...env: readonly string[]) => {
    const config = { Env: env };
    const container = Made.parse({ id: other.id, name: '', image: image(2), config, host: {} });
    const images = [MadeImage.parse({ id: image(2), config: {} })];
    const hashes = { current: new Map([['backend', 'aa']]), target: new Map() };
    const known = { hashes, current: model, made: { containers: [container], images } };
    const isAsDefined = asDefined(given, known, 'chronos', 'backend').is;
    return { isAsDefined, runs: otherRelease(given, 'backend', { isAsDefined, isBuilt: false }) };
  };
  expect(at('A=1')).toEqual({ isAsDefined: true, runs: undefined });
  expect(at('A=2')).toEqual({ isAsDefined: false, runs: commit(2) });
});

test('facts of an older version do not tell since when HEAD is where it is, and make the plans that they made then', () => {
  const given = facts({ containers: [older()], deployments: [record(1, { backend: image(2) })] });
  expect(otherRelease(given, 'backend', defined(given, 'aa'))).toBeUndefined();
});

test('what runs another release needs consent, and the plan says which one', () => {
  const made = ahead();
  expect(made.services.map(({ service, runs }) => [service, runs])).toEqual([
    ['backend', commit(2)],
    ['frontend', undefined],
  ]);
  expect(made.risks).toEqual([
    { kind: 'drift', code: 'risk.checkout-ahead', what: saying('3333333', 'backend runs 2222222 v2') },
  ]);
  const [backend] = made.services;
  expect(backend && runningCommit(made, backend)).toBe(commit(2));
});

test('a service that has files of another commit runs that one, whatever image it shares with what is checked out', () => {
  const at = (given: Facts) => otherRelease(given, 'backend', defined(given, 'bb', { filesOf: commit(2) }));
  const deployments = [record(2, { backend: image(2) }), record(3, { backend: image(2) })];
  for (const given of [seen(), seen({ deployments })]) expect(at(given)).toBe(commit(2));
  expect(at(seen({ containers: [older(later)] }))).toBeUndefined();
});

test('the tag of an image that what is checked out has, too, names no other release', () => {
  const given = seen({ containers: [named] });
  const at = (reference: string) => otherRelease(given, 'backend', { ...defined(given, 'aa'), reference });
  expect(at('shop/web:v1')).toBe(commit(2));
  expect(at('shop/web:v3')).toBe(commit(1));
});

test('of an image that several releases have the definition tells which one runs', () => {
  const deployments = [record(3, { backend: image(2) }), record(2, { backend: image(2) })];
  const at = (hash: string) =>
    otherRelease(seen({ deployments }), 'backend', defined(seen({ deployments }), hash));
  expect(at('aa')).toBe(commit(2));
  expect(at('bb')).toBeUndefined();
});

test('a plan leaves the release that ran where nothing of what is checked out was deployed', () => {
  const [backend, frontend] = plan().services;
  if (!backend || !frontend) throw new Error('no services');
  const services = [{ ...backend, runs: commit(2) }, frontend];
  const old = [older(), container('frontend', image('f'), { created: '2026-11-20T02:30:00Z' })];
  expect(releaseLeft(seen({ containers: old }), services, commit(1))).toEqual({ left: commit(2) });
  expect(releaseLeft(seen({ containers: old }), services, commit(2))).toEqual({});
  expect(releaseLeft(seen({ containers: old }), [backend, frontend], commit(1))).toEqual({});
  const half = [older(), container('frontend', image('f'), later)];
  expect(releaseLeft(seen({ containers: half }), services, commit(1))).toEqual({});
});

test('an undo leaves no release that a hold could name', () => {
  const undo = makeUndoPlan(
    attempt({ ...plan(), left: commit(2) }, { outcome: 'recovered' }),
    facts(),
    1,
    [],
  );
  expect(undo).not.toHaveProperty('left');
});

test('all is there where a plan knows of no other release, image or file', () => {
  const at = (more: object) => {
    const { services } = plan();
    return {
      ...plan(),
      services: services.map((one) => ({ ...one, before: image(2), target: image(2), ...more })),
    };
  };
  expect(isAllThere(at({ action: 'keep' }))).toBe(true);
  expect(isAllThere(at({ action: 'up' }))).toBe(true);
  expect(isAllThere(at({ action: 'recreate' }))).toBe(false);
  expect(isAllThere(at({ action: 'keep', runs: commit(1) }))).toBe(false);
  expect(isAllThere(at({ action: 'up', before: image(1) }))).toBe(false);
});

test('an undo returns each service to the release that it ran', () => {
  const made = ahead();
  const undo = makeUndoPlan(attempt(made, { outcome: 'recovered' }), facts(), 1, []);
  for (const one of [made, undo]) expect(undoTarget(one).runs).toEqual([['backend', commit(2)]]);
  expect(undoTarget({ ...made, variables: { from: {}, to: {} } }).runs).toEqual([]);
  const [backend] = undo.services;
  expect(backend && runningCommit(undo, backend)).toBe(undo.from.commit);
});

test('what a degraded rollback has left at the former release is no question once more', () => {
  const to = plan().from;
  const services = plan().services.map((change) => ({ ...change, before: image(2), runs: commit(2) }));
  const own = services.filter(({ service }) => service === 'backend');
  const ended = (outcome: 'degraded' | 'recovered') =>
    seen({ attempts: [attempt({ ...plan(), to, services }, { outcome })] });
  expect(checkoutAhead(ended('degraded'), own)).toEqual([]);
  expect(checkoutAhead(ended('recovered'), own)).toHaveLength(1);
  const another = { ...ended('degraded'), containers: [older({}, 1)] };
  expect(checkoutAhead(another, own)).toHaveLength(1);
});
