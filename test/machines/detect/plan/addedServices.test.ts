import { makePlan } from '../../../../machines/detect/plan/codePlan';
import { addedBy } from '../../../../machines/detect/plan/containersOf';
import { makeUndoPlan } from '../../../../machines/detect/plan/undoPlan';
import type { Plan } from '../../../../machines/model/plan';
import { undoPins } from '../../../../resources/script/stepPins';
import { attempt, composeModel, container, facts, image, planInput } from '../../../fixtures';

const ALL = ['backend', 'frontend', 'postgres'];
const WORKER = '  worker: { image: chronos-backend:latest }\n';
const withWorker = (more = '') =>
  composeModel((text) => text + WORKER.replace('latest }', `latest${more} }`));

function planned(
  [now, then]: readonly [ReturnType<typeof composeModel>, ReturnType<typeof composeModel>],
  [nowUsual, thenUsual]: readonly [readonly string[], readonly string[]],
  containers = facts().containers,
): Plan {
  const made = makePlan(
    planInput({
      facts: { containers },
      target: {
        current: now,
        target: then,
        usual: { current: new Set([...ALL, ...nowUsual]), target: new Set([...ALL, ...thenUsual]) },
      },
    }),
  );
  if ('what' in made) throw new Error(made.code);
  return made;
}
const changeOf = ({ services }: Plan) => services.find(({ service }) => service === 'worker');

test.each([
  ['does not have', composeModel(), withWorker()],
  ['has behind a profile', withWorker(), withWorker()],
])('a service on an image of the app that the release that is left %s comes up', (_, now, then) => {
  const plan = planned([now, then], [[], ['worker']]);
  expect(changeOf(plan)).toMatchObject({ added: true, action: 'up', target: image(2), source: 'reuse' });
  expect(plan.noteCodes).not.toContain('note.service-stays');
});

test('one that has no container by its number of replicas comes up, with as many as the target names', () => {
  const pair = [withWorker(', scale: 0'), withWorker(', scale: 2')] as const;
  expect(changeOf(planned(pair, [['worker'], ['worker']]))).toMatchObject({
    added: true,
    containers: { before: 0, target: 2 },
  });
});

test('one that the release that is left brings up as well, and that somebody removed, stays away', () => {
  expect(changeOf(planned([withWorker(), withWorker()], [['worker'], ['worker']]))).toBeUndefined();
});

test('an undo removes the containers of what was added', () => {
  const plan = planned([composeModel(), withWorker()], [[], ['worker']]);
  const undo = makeUndoPlan(attempt(plan), facts(), 1, []);
  expect(addedBy(undo)).toEqual(['worker']);
  for (const one of [plan, undo]) {
    expect(undoPins(one, 'postgres')).toMatchObject({ ADDED: 'worker' });
    expect(undoPins(one, 'postgres')['IMAGES']).not.toContain('worker');
  }
});

const withContainer = [...facts().containers, container('worker', image(3))];

test('a service that only the release that is left has keeps its container, and is named', () => {
  const plan = planned([withWorker(), composeModel()], [['worker'], []], withContainer);
  expect(changeOf(plan)).toBeUndefined();
  expect(plan.noteCodes).toEqual(['note.service-left']);
});

test('one of another image that only the target has is named, and is not brought up', () => {
  const other = composeModel((text) => `${text}  cache: { image: 'redis:7' }\n`);
  expect(planned([composeModel(), other], [[], ['cache']]).noteCodes).toEqual(['note.service-not-started']);
});

test('a service of which the target has no container loses its own', () => {
  const pair = [withWorker(), withWorker(', deploy: { replicas: 0 }')] as const;
  expect(changeOf(planned(pair, [['worker'], ['worker']], withContainer))).toMatchObject({
    action: 'up',
    containers: { before: 1, target: 0 },
    why: expect.stringContaining('gets none'),
  });
});

test('of a service whose image changes the number of containers is told, too', () => {
  const scaled = (number: number) =>
    composeModel((text) => text.replace('build: ./backend', `build: ./backend, scale: ${number}`));
  const two = [...facts().containers, container('backend', image(3))];
  const plan = planned([scaled(2), scaled(3)], [[], []], two);
  expect(plan.services[0]).toMatchObject({
    service: 'backend',
    why: expect.stringMatching(/image.* 2 .* 3$/),
  });
});

test('a service of the release is not said to stay, and what is recreated is not said to be the same', () => {
  const now = withWorker();
  const then = withWorker(', environment: { A: b }');
  const plan = planned([now, then], [['worker'], ['worker']], withContainer);
  expect(changeOf(plan)).toMatchObject({ action: 'up' });
  expect(plan.noteCodes).toEqual([]);
  const mounting = composeModel((text) =>
    text.replace('build: ./frontend', "build: ./frontend, volumes: ['/opt/chronos-financial/conf:/conf']"),
  );
  const same = makePlan(
    planInput({
      facts: { containers: [container('backend', image(2)), ...facts().containers.slice(1)] },
      target: { current: mounting, target: mounting, changed: new Set(['conf/a']) },
    }),
  );
  expect(same).toMatchObject({ noteCodes: [] });
});

test('one that runs, and asks for an image of the app by its name alone, gets that one', () => {
  const model = withWorker();
  const own = [...facts().containers, container('worker', image(3), { reference: 'chronos-backend:latest' })];
  const plan = planned([model, model], [['worker'], ['worker']], own);
  expect(changeOf(plan)).toMatchObject({ action: 'recreate', target: image(2), source: 'reuse' });
});
