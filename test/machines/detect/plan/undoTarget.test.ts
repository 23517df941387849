import { undoRelease, undoTarget } from '../../../../machines/detect/plan/undoTarget';
import { image, plan, undoOfPlan } from '../../../fixtures';

const before = plan().services.map((change) => [change.service, change.before]);

test('a plan that fails is undone to the release and the images that it has left', () => {
  expect(undoTarget(plan())).toEqual({ of: plan().id, release: plan().from, images: before });
  expect(undoRelease(plan())).toEqual(plan().from);
});

test('the plan of an undo goes to its own target, and names the rollback that it undoes', () => {
  const undo = undoOfPlan();
  const images = undo.services.map(({ service, target }) => [service, target]);
  expect(undoTarget(undo)).toEqual({ of: plan().id, release: undo.to, images });
  expect(undoRelease(undo)).toEqual(undo.to);
});

test('a service that had no container before has no image to return to', () => {
  const services = plan().services.map(({ before: _, ...change }) => ({ ...change, target: image(2) }));
  const { images } = undoTarget({ ...plan(), services });
  expect(images.map(([, one]) => one)).toEqual(services.map(() => undefined));
});
