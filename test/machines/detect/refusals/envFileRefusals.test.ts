import { adviceText } from '../../../../audit/text/remedyLine';
import { missingEnvFile, missingForUndo } from '../../../../machines/detect/refusals/envFileRefusals';
import { unreadableDefinition } from '../../../../machines/detect/refusals/definitionRefusals';
import type { Target } from '../../../../machines/model/target';
import { container, image, plan, planInput, target, without } from '../../../fixtures';

const missing = (more: Partial<Target['missingEnv']>) =>
  target({ missingEnv: { given: [], former: [], ...more } });
const seen = (more: Partial<Target['missingEnv']>, config: Record<string, unknown> = {}) => ({
  ...planInput({
    settings: { deployment: JSON.stringify(config), commit: 'v2' },
    identity: { envFiles: ['a.env', 'deploy.env'] },
    facts: { containers: [container('backend', image(3), { id: 'c'.repeat(64) })] },
  }),
  target: missing(more),
});
const DEPLOY = { given: ['/opt/app/deploy.env'] };

test('an env file of the label that is gone is refused with the container, and the lines that supply it can be typed', () => {
  const refusal = missingEnvFile(seen(DEPLOY));
  expect(refusal).toMatchObject({
    code: 'compose.missing-env-file',
    what: expect.stringContaining('the label of container cccccccccccc of backend'),
    got: '/opt/app/deploy.env',
  });
  expect(adviceText(refusal?.next ?? '')).toBe(
    'put it there: install -D -m 600 … /opt/app/deploy.env; or name another one: ./rollback up --to v2 --env-file a.env --env-file …  =  pulumi up -c commit=v2 -c envFiles=\'["a.env","…"]\'; for good: pulumi config set --path \'deployment.envFiles\' \'["a.env","…"]\'',
  );
});

test('one that is configured or typed is refused by its key', () => {
  expect(missingEnvFile(seen(DEPLOY, { envFiles: ['deploy.env'] }))?.what).toContain(
    '--env-file or config "deployment.envFiles" needs it',
  );
});

test.each([
  ['target', 'the definition at 2222222 needs it'],
  ['current', 'the definition that is checked out needs it'],
])('one that a service of %s names is refused by that', (key, words) => {
  const refusal = missingEnvFile(seen({ [key]: '/opt/app/config/app.env' }));
  expect(refusal?.what).toContain(words);
  expect(adviceText(refusal?.next ?? '')).toContain('install -D -m 600 … /opt/app/config/app.env, or name');
});

test('comes before what Compose says of the definition, and of none there is nothing to say', () => {
  const input = { ...seen({}), target: { ...without(missing(DEPLOY), 'target'), composeError: 'no' } };
  expect(unreadableDefinition(input)).toMatchObject({ code: 'compose.missing-env-file' });
  expect(missingEnvFile(seen({ former: ['b.env'] }))).toBeUndefined();
});

test('an undo is refused where an env file of before the rollback exists nowhere', () => {
  const refusal = missingForUndo(missing(DEPLOY), plan());
  expect(refusal?.what).toContain(`what ran before rollback ${plan().id} needs it`);
  expect(missingForUndo(missing({}), plan())).toBeUndefined();
});
