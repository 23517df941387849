import { adviceText } from '../../../../audit/text/remedyLine';
import { unreadableDefinition } from '../../../../machines/detect/refusals/definitionRefusals';
import {
  unsetVariables,
  untaggedRelease,
  variablesRefused,
} from '../../../../machines/detect/refusals/variableRefusals';
import type { Target } from '../../../../machines/model/target';
import { commit, composeModel, container, facts, image, planInput, target, without } from '../../../fixtures';

const seen = (more: Partial<Target> = {}) => ({ ...planInput(), target: target(more) });
const running = (reference: string) => facts({ containers: [container('backend', image(3), { reference })] });
const deployment = (value: unknown) => ({ deployment: JSON.stringify(value) });

test('a variable that nobody supplies is refused, unless what runs was brought up just so', () => {
  const hashes = { current: new Map([['backend', 'a']]), target: new Map() };
  const made = (configHash: string) => ({
    ...seen({ unset: ['TAG'], hashes }),
    facts: facts({ containers: [container('backend', image(3), { configHash })] }),
  });
  expect(unsetVariables(made('b'), ['backend'])).toMatchObject({ code: 'compose.unset-variable' });
  expect(unsetVariables(made(''), ['backend'])).toMatchObject({ code: 'compose.unset-variable' });
  expect(unsetVariables(made('a'), ['backend'])).toBeUndefined();
  expect(unsetVariables(seen(), ['backend'])).toBeUndefined();
});

test('a variable without which Compose reads nothing is refused by its name', () => {
  const all = { ...seen(), target: { ...without(target(), 'target'), unset: ['TAG'] } };
  expect(unreadableDefinition(all)).toMatchObject({ code: 'compose.unset-variable' });
});

test.each([
  [`shop:${commit(3)}`, '{commit}'],
  ['shop:build-3333333', 'build-{commit:7}'],
  ['shop:v3', '{tag}'],
  ['shop:4711', '…'],
])('what runs is %s, so the value that is offered is %s', (reference, value) => {
  const refusal = unsetVariables({ ...seen({ unset: ['TAG'] }), facts: running(reference) }, ['backend']);
  expect(refusal?.next).toMatchObject([
    'supply it: ',
    { do: 'ask', request: { variables: { TAG: value } } },
    '; for good: ',
    { do: 'set', key: 'deployment.variables.TAG', value },
  ]);
});

test('of two variables neither is guessed, and the lines that supply the first one can be typed', () => {
  const all = { ...seen({ unset: ['TAG', 'KEY'] }), facts: running('shop:v3') };
  expect(adviceText(unsetVariables(all, ['backend'])?.next ?? '')).toBe(
    'supply it: ./rollback up --var TAG=…  =  pulumi up -c variables=\'{"TAG":"…"}\'; for good: pulumi config set --path deployment.variables.TAG …',
  );
});

test('a container that has the variable is named with the line that shows its value', () => {
  const carried = [{ container: 'c'.repeat(64), service: 'backend', name: 'TAG' }];
  const refusal = unsetVariables(seen({ unset: ['TAG'], carried }), ['backend']);
  expect(adviceText(refusal?.next ?? '')).toContain(
    `a container of backend has a value, and this shows it: docker inspect -f '{{range .Config.Env}}{{println .}}{{end}}' cccccccccccc | grep '^TAG='`,
  );
});

test('what a service takes from the shell is missing where its container has it and nothing gives it', () => {
  const wanted = composeModel((yaml) => yaml.replace('build: ./backend', 'environment: { KEY: null, A: b }'));
  const carried = [{ container: 'c', service: 'backend', name: 'KEY' }];
  expect(unsetVariables(seen({ target: wanted, carried }), ['backend'])?.what).toContain('reads KEY');
  expect(unsetVariables(seen({ target: wanted }), ['backend'])).toBeUndefined();
  expect(unsetVariables(seen({ target: wanted, carried }), ['frontend'])).toBeUndefined();
});

test('a release without a tag is refused where a variable asks for one', () => {
  const given = planInput({ settings: deployment({ variables: { TAG: '{tag}' } }) });
  expect(untaggedRelease({ ...given, target: target({ untagged: [commit(2)] }) })).toMatchObject({
    code: 'compose.no-tag',
    got: '{tag}',
    next: { do: 'set', key: 'deployment.variables.TAG' },
  });
  expect(untaggedRelease(given)).toBeUndefined();
});

test('a variable that is secret by its name is refused, and its value is in no line and no request', () => {
  const variables = { APP_KEY: 'opensesame', TAG: '{tag}' };
  const given = planInput({ settings: deployment({ variables }) });
  const refusal = variablesRefused(given);
  expect(refusal).toMatchObject({ code: 'compose.secret-variable' });
  expect(given.settings.request.variables).toEqual({ APP_KEY: '***', TAG: '{tag}' });
  expect(JSON.stringify(refusal)).not.toContain('opensesame');
  expect(adviceText(refusal?.next ?? '')).toContain(
    "./rollback up --var TAG='{tag}' --env-file …  =  pulumi up",
  );
  expect(adviceText(refusal?.next ?? '')).toContain(
    'then forget the value: pulumi config rm --path deployment.variables.APP_KEY',
  );
});

test('what supplies a variable that is secret by its name is an env file', () => {
  const refusal = unsetVariables(seen({ unset: ['DB_PASSWORD'] }), ['backend']);
  expect(adviceText(refusal?.next ?? '')).toMatch(
    /^supply it: write DB_PASSWORD=… into a file .* --env-file …/,
  );
});
