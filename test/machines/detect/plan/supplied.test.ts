import { identityOfUndo, makeUndoPlan } from '../../../../machines/detect/plan/undoPlan';
import { undoTarget } from '../../../../machines/detect/plan/undoTarget';
import { identityOf, valuesOfUndo } from '../../../../resources/script/deploymentVariables';
import { attempt, facts, plan, settings } from '../../../fixtures';

const variables = { current: new Map([['TAG', 'v3']]), target: new Map([['TAG', 'v2']]) };
const deployment = (value: unknown) => ({ deployment: JSON.stringify(value) });

test('a plan has the variables as each release has them, and another id for that', () => {
  const made = plan({ target: { variables } });
  expect(made.variables).toEqual({ from: { TAG: 'v3' }, to: { TAG: 'v2' } });
  expect(made.id).not.toBe(plan().id);
  expect(plan()).not.toHaveProperty('variables');
});

test('steps get the values of the target, its undo those of the release before', () => {
  const made = plan({ target: { variables } });
  expect(identityOf(settings(), made)).toMatchObject({ VARIABLES: 'TAG=v2' });
  expect(valuesOfUndo(made)).toMatchObject({ VARIABLES: 'TAG=v3', ENV_FILES: '' });
  const undo = makeUndoPlan(attempt(made), facts(), 1, []);
  expect(undoTarget(undo).variables).toEqual({ TAG: 'v3' });
  expect(identityOf(settings(), undo)).toMatchObject({ VARIABLES: 'TAG=v3' });
});

test('what is configured since changes nothing for a plan that has none', () => {
  const since = settings({ deployment: JSON.stringify({ variables: { TAG: 'x' }, profiles: ['p'] }) });
  expect(identityOf(since, plan())).toMatchObject({ VARIABLES: '', PROFILES: '', ENV_FILES: '' });
});

const withOther = (former: string[], gone: string[] = []) =>
  plan({
    settings: deployment({ envFiles: ['other.env'] }),
    identity: { envFiles: ['other.env'], formerEnvFiles: former },
    target: { missingEnv: { given: [], former: gone } },
  });

test.each([[['deploy.env']], [[]]])('an undo is given the env files of before the rollback: %j', (former) => {
  const made = withOther(former);
  expect(made).toMatchObject({ envFiles: ['other.env'], formerEnvFiles: former });
  expect(valuesOfUndo(made)).toMatchObject({ VARIABLES: '', ENV_FILES: former.join(' ') });
  const undo = makeUndoPlan(attempt(made), facts(), 1, []);
  expect(undo).toMatchObject({ envFiles: former, formerEnvFiles: ['other.env'] });
  expect(valuesOfUndo(undo)).toEqual(valuesOfUndo(made));
  expect(identityOf(settings(), undo)).toMatchObject({ ENV_FILES: former.join(' ') });
  expect(identityOfUndo({ project: 'p', files: [], compose: 'v2', envFiles: ['x.env'] }, made)).toEqual({
    ...{ project: 'p', files: [], compose: 'v2', formerEnvFiles: ['other.env'] },
    ...(former.length > 0 ? { envFiles: former } : {}),
  });
});

test('an env file of before that is gone is noted, and an undo does without it', () => {
  const made = withOther(['deploy.env'], ['deploy.env']);
  expect(made.noteCodes).toContain('note.env-file-gone');
  expect(valuesOfUndo(made)).toMatchObject({ ENV_FILES: 'other.env' });
});

test('what Compose warns of is a note of the plan', () => {
  const made = plan({ target: { warnings: ['the attribute `version` is obsolete'] } });
  expect(made.notes).toContain('Compose says: the attribute `version` is obsolete');
  expect(made.noteCodes).toContain('note.compose-warning');
});
