import { filesOfStep } from '../../../../machines/detect/plan/filesOfStep';
import { makePlan } from '../../../../machines/detect/plan/codePlan';
import { makeRestartPlan } from '../../../../machines/detect/plan/restartPlan';
import { isRefusal } from '../../../../machines/model/refusal';
import { valuesOfStep, valuesOfUndo } from '../../../../resources/script/deploymentVariables';
import { plan, planInput, saying, target } from '../../../fixtures';

const COMPOSE_FILE = 'docker-compose.production.yml';
const renamed = () => plan({ target: { files: ['prod.yml'] } });

test('a plan says by which names the target has its Compose files, and has another id for that', () => {
  expect(renamed()).toMatchObject({
    files: [COMPOSE_FILE],
    targetFiles: ['prod.yml'],
    notes: [saying('prod.yml', COMPOSE_FILE)],
    noteCodes: ['note.other-files'],
  });
  expect(renamed().id).not.toBe(plan().id);
  expect(plan()).not.toHaveProperty('targetFiles');
});

test('a checkout that is ahead of what runs has its own files in the plan, and the target those of what runs', () => {
  const ahead = plan({ target: { currentFiles: ['compose.yaml'] } });
  expect(ahead).toMatchObject({ files: ['compose.yaml'], targetFiles: [COMPOSE_FILE] });
  const restart = makeRestartPlan(
    { ...planInput(), target: target({ currentFiles: ['compose.yaml'] }) },
    'all',
  );
  expect(restart).toMatchObject({ files: ['compose.yaml'] });
  expect(restart).not.toHaveProperty('targetFiles');
});

test('what is left is stopped by its own files, and all else reads those of the target', () => {
  expect(filesOfStep(renamed(), 'stop')).toEqual([COMPOSE_FILE]);
  for (const step of ['prepare', 'restart', 'verify'] as const) {
    expect(filesOfStep(renamed(), step)).toEqual(['prod.yml']);
    expect(filesOfStep(plan(), step)).toEqual([COMPOSE_FILE]);
  }
});

test('a script is told of the files of its step, an undo of those of both releases', () => {
  expect(valuesOfStep(renamed(), 'restart')).toEqual({ FILES: 'prod.yml' });
  expect(valuesOfUndo(renamed())).toMatchObject({ FILES: COMPOSE_FILE, OTHER_FILES: 'prod.yml' });
  expect(valuesOfUndo(plan())).not.toHaveProperty('OTHER_FILES');
});

test('a Compose file that has moved to another directory is refused, with where it lies', () => {
  const moved = makePlan({
    ...planInput(),
    target: target({ missingFile: 'compose.yml', movedTo: 'docker/compose.yml' }),
  });
  expect(isRefusal(moved) && moved).toMatchObject({
    code: 'compose.moved-file',
    what: saying('compose.yml', 'docker/compose.yml'),
    got: 'docker/compose.yml',
  });
});
