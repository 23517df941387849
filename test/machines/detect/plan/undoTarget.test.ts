import { undoRelease, undoTarget } from '../../../../machines/detect/plan/undoTarget';
import { makeUndoPlan } from '../../../../machines/detect/plan/undoPlan';
import { attempt, facts, image, plan, undoOfPlan } from '../../../fixtures';

const named = plan().services.map((change) => [change.service, change.reference]);
const before = plan().services.map((change) => [change.service, change.before]);

test('a plan that fails is undone to the release and the images that it has left', () => {
  const rest = { references: named, scale: [], runs: [], variables: {}, envFiles: [], files: plan().files };
  expect(undoTarget(plan())).toEqual({ of: plan().id, release: plan().from, images: before, ...rest });
  expect(undoRelease(plan())).toEqual(plan().from);
});

test('the plan of an undo goes to its own target, and names the rollback that it undoes', () => {
  const undo = undoOfPlan();
  const images = undo.services.map(({ service, target }) => [service, target]);
  const rest = { references: named, scale: [], runs: [], variables: {}, envFiles: [], files: plan().files };
  expect(undoTarget(undo)).toEqual({ of: plan().id, release: undo.to, images, ...rest });
  expect(undoRelease(undo)).toEqual(undo.to);
});

test('an undo is given the env files that what runs was brought up with', () => {
  const other = { ...plan(), envFiles: ['other.env'] };
  expect(undoTarget(other).envFiles).toEqual(['other.env']);
  expect(undoTarget({ ...other, formerEnvFiles: [] }).envFiles).toEqual([]);
  expect(undoTarget({ ...other, formerEnvFiles: ['a.env'], action: 'undo' }).envFiles).toEqual(['other.env']);
});

test('a service that had no container before has no image to return to', () => {
  const services = plan().services.map(({ before: _, ...change }) => ({ ...change, target: image(2) }));
  const { images } = undoTarget({ ...plan(), services });
  expect(images.map(([, one]) => one)).toEqual(services.map(() => undefined));
});

test('an undo gives what ran its former name and number of containers back, and the plan of an undo its own', () => {
  const counts = { before: 3, target: 2 };
  const [backend, ...others] = plan().services;
  if (!backend) throw new Error('the plan has no service');
  const changed = { ...backend, reference: 'web:v1', was: 'web:v2', containers: counts };
  const both = { ...plan(), services: [changed, ...others] };
  expect(undoTarget(both)).toMatchObject({
    references: [['backend', 'web:v2'], named[1]],
    scale: [['backend', 3]],
  });
  expect(undoTarget({ ...both, action: 'undo' })).toMatchObject({
    references: [['backend', 'web:v1'], named[1]],
    scale: [['backend', 2]],
  });
});

test('an undo reads the Compose files of where it returns to, by whatever name', () => {
  const renamed = { ...plan(), files: ['compose.yaml'], targetFiles: ['docker-compose.yml'] };
  expect(undoTarget(renamed)).toMatchObject({
    files: ['compose.yaml'],
    otherFiles: ['docker-compose.yml'],
  });
  const undo = makeUndoPlan(attempt(renamed), facts(), 1, []);
  expect(undo).toMatchObject({ files: ['docker-compose.yml'], targetFiles: ['compose.yaml'] });
  expect(undoTarget(undo)).toMatchObject({ files: ['compose.yaml'], otherFiles: ['docker-compose.yml'] });
});
