import { makeUndoPlan } from '../../../../machines/detect/plan/undoPlan';
import { undoTarget } from '../../../../machines/detect/plan/undoTarget';
import { identityOf, variablesOfUndo } from '../../../../resources/script/deploymentVariables';
import { attempt, composeModel, container, facts, image, plan, settings } from '../../../fixtures';

const variables = { current: new Map([['TAG', 'v3']]), target: new Map([['TAG', 'v2']]) };
const typed = { current: new Map([['TAG', 'v2']]), target: new Map([['TAG', 'v2']]) };

test('a plan has the variables as each release has them, and another id for that', () => {
  const made = plan({ target: { variables } });
  expect(made.variables).toEqual({ from: { TAG: 'v3' }, to: { TAG: 'v2' } });
  expect(made.id).not.toBe(plan().id);
  expect(plan()).not.toHaveProperty('variables');
});

test('steps get the values of the target, its undo those of the release before', () => {
  const made = plan({ target: { variables } });
  expect(identityOf(settings(), made)).toMatchObject({ VARIABLES: 'TAG=v2' });
  expect(variablesOfUndo(made)).toEqual({ VARIABLES: 'TAG=v3' });
  const undo = makeUndoPlan(attempt(made), facts(), 1, []);
  expect(undoTarget(undo).variables).toEqual({ TAG: 'v3' });
  expect(identityOf(settings(), undo)).toMatchObject({ VARIABLES: 'TAG=v3' });
});

test('what is configured since changes nothing for a plan that has none', () => {
  const since = settings({ deployment: JSON.stringify({ variables: { TAG: 'x' }, profiles: ['p'] }) });
  expect(identityOf(since, plan())).toMatchObject({ VARIABLES: '', PROFILES: '', ENV_FILES: '' });
});

test('of a value that is typed the undo has the one that the running image is called by', () => {
  const written = composeModel((yaml) =>
    yaml.replace('chronos-backend:latest, build: ./backend', "'shop:${TAG:-x}-slim'"),
  );
  const containers = (reference: string) => [
    container('backend', image(3), { reference }),
    ...facts().containers.slice(1),
  ];
  const former = (reference: string) =>
    plan({ target: { variables: typed, written }, facts: { containers: containers(reference) } }).variables
      ?.from;
  expect(former('shop:v3-slim')).toEqual({ TAG: 'v3' });
  expect(former('other:v3')).toEqual({ TAG: 'v2' });
});

test('what Compose warns of is a note of the plan', () => {
  const made = plan({ target: { warnings: ['the attribute `version` is obsolete'] } });
  expect(made.notes).toContain('Compose says: the attribute `version` is obsolete');
  expect(made.noteCodes).toContain('note.compose-warning');
});
