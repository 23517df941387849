import { makePlan } from '../../../../machines/detect/plan/codePlan';
import { composeModel, planInput } from '../../../fixtures';

const model = (more: string, frontend: string) =>
  composeModel(
    (text) => text.replace('build: ./frontend', `build: ./frontend${frontend && `, ${frontend}`}`) + more,
  );

const planned = (now: string, then: string, frontend: string, givenAnew: readonly string[] = []) =>
  makePlan(
    planInput({
      target: {
        current: model(now, frontend),
        target: model(then, frontend),
        givenAnew: new Set(givenAnew),
      },
    }),
  );
const actionOf = (...args: Parameters<typeof planned>) => {
  const plan = planned(...args);
  if ('what' in plan) return plan.code;
  const change = plan.services.find(({ service }) => service === 'frontend');
  return [change?.action, change?.why];
};

const CONFIG = 'configs: [{ source: page }]';
const SECRET = 'secrets: [key]';

test('a service whose config has another content or file is recreated', () => {
  expect(actionOf('configs: { page: { content: a } }', 'configs: { page: { content: b } }', CONFIG)).toEqual([
    'recreate',
    'config page, which it reads, changes',
  ]);
  expect(actionOf('configs: { page: { file: /a } }', 'configs: { page: { file: /b } }', CONFIG)).toEqual([
    'recreate',
    'config page, which it reads, changes',
  ]);
  expect(actionOf('configs: { page: { content: a } }', 'configs: { page: { content: a } }', CONFIG)[0]).toBe(
    'keep',
  );
});

test('a service whose secret is in a variable is recreated where that has another value', () => {
  const secret = 'secrets: { key: { environment: KEY } }';
  expect(actionOf(secret, secret, SECRET, ['KEY'])).toEqual([
    'recreate',
    'secret key, which it reads, changes',
  ]);
  expect(actionOf(secret, secret, SECRET)[0]).toBe('keep');
});

test.each([
  [
    'a network',
    'networks: { default: { name: n } }',
    'networks: { default: { name: n, internal: true } }',
    '',
  ],
  ['a volume', 'volumes: { d: { name: a } }', 'volumes: { d: { name: b } }', "volumes: ['d:/d']"],
])('%s of the release that the target defines otherwise is refused', (_, now, then, frontend) => {
  expect(actionOf(now, then, frontend)).toBe('compose.resource-differs');
  expect(actionOf(now, now, frontend)[0]).toBe('keep');
});

test('a volume that no service of the release uses, or that the target alone has, is not', () => {
  expect(actionOf('volumes: { d: { name: a } }', 'volumes: { d: { name: b } }', '')[0]).toBe('keep');
  expect(actionOf('', 'volumes: { d: { name: b } }', "volumes: ['d:/d']")[0]).toBe('keep');
});
