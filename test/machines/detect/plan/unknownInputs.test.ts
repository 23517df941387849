import { parseCompose } from '../../../../machines/compose/definition';
import { parseWritten } from '../../../../machines/compose/writtenDefinition';
import type { Container } from '../../../../machines/model/container';
import type { Input, Target } from '../../../../machines/model/target';
import { serviceChange } from '../../../../machines/detect/plan/serviceChange';
import { unknownInputs } from '../../../../machines/detect/plan/unknownInputs';
import { unprovenOf, withDoubts } from '../../../../machines/detect/plan/unproven';
import { commit, container, facts, image, target } from '../../../fixtures';

const TEXT = `
services:
  web:
    image: web:1
    volumes:
      - { type: bind, source: /srv/dist, target: /app }
      - { type: volume, target: /anonymous }
    environment: { A: a }
  other:
    image: other
    volumes: [{ type: bind, source: /srv/other.conf, target: /conf }]
`;
const WRITTEN = `
services:
  web: { image: 'web:\${TAG}', env_file: [/srv/app.vars] }
  other: { image: other, env_file: [/srv/other.vars] }
`;
const MODEL = parseCompose(TEXT);
/** When v2 came up by the record of the fixtures, in seconds. */
const RAN = Date.parse('2026-11-20T02:38:00Z') / 1000;

function contextOf(inputs: readonly Input[], more: Partial<Target> = {}, own: Partial<Container> = {}) {
  const written = parseWritten(WRITTEN);
  return {
    facts: facts({ containers: [container('web', image(3), { reference: 'web:1', ...own })] }),
    target: target({ inputs, current: MODEL, target: MODEL, ...(written ? { written } : {}), ...more }),
    current: MODEL,
    wanted: MODEL,
    project: 'shop',
    compose: 'v2' as const,
    isConfigured: () => true,
    changedFiles: () => [],
  };
}
const doubts = (inputs: readonly Input[], more: Partial<Target> = {}) => {
  const context = contextOf(inputs, more);
  return unknownInputs(context, serviceChange(context, 'web')).map(({ what }) => what);
};
const input = (kind: Input['kind'], path: string, changed = RAN + 1): Input => ({ kind, path, changed });

test.each<[string, Input, readonly string[]]>([
  ['.env decides image and environment', input('opened', '/srv/.env'), ['image', 'environment']],
  ['an env file of its own', input('opened', '/srv/app.vars'), ['environment']],
  ['an env file of another service', input('opened', '/srv/other.vars'), []],
  ['an override file', input('opened', '/srv/compose.override.yml'), ['definition']],
  ['what nobody can tell about', input('opened', '/srv/labels'), ['definition']],
  ['env files that Compose is given', input('given', '/etc/shop.env'), ['image', 'environment']],
  ['what it has mounted', input('read', '/srv/dist'), ['files']],
  ['what another one has mounted', input('read', '/srv/other.conf'), []],
  ['what another one has mounted, named in a Compose file', input('opened', '/srv/other.conf'), []],
])('what was changed since the target ran is unproven: %s', (_, one, what) => {
  expect(doubts([one])).toEqual(what);
  expect(doubts([{ ...one, changed: RAN }])).toEqual([]);
});

test('what is mounted and the target does not have is unproven', () => {
  expect(doubts([], { lacking: ['/srv/dist', '/srv/other.conf'] })).toEqual(['files']);
});

test('.env is not read where Compose is given other env files', () => {
  expect(doubts([input('given', '/etc/shop.env', RAN), input('opened', '/srv/.env')])).toEqual([]);
});

test('what could not be looked at in time, or ran at a time that nobody knows, is unproven', () => {
  expect(doubts([{ kind: 'read', path: '/srv/dist' }])).toEqual(['files']);
  const never = { release: { commit: commit(4), subject: 'Release 4' } };
  expect(doubts([input('read', '/srv/dist', 1)], never)).toEqual(['files']);
});

test('a container of the target that is still there tells when it came up', () => {
  const hashes = { current: new Map(), target: new Map([['web', 'aa']]) };
  const here = { release: { commit: commit(3), subject: 'Release 3' }, hashes };
  const made = (created: string) => {
    const context = contextOf([input('read', '/srv/dist', RAN + 86_400 * 3)], here, {
      configHash: 'aa',
      created,
    });
    return unknownInputs(context, serviceChange(context, 'web')).length;
  };
  expect(made('2026-11-24T00:00:00Z')).toBe(0);
  expect(made('2026-11-21T00:00:00Z')).toBe(1);
});

test('an image that is unproven is marked as such, and facts of older versions mark none', () => {
  const context = contextOf([input('opened', '/srv/.env')]);
  const services = [serviceChange(context, 'web')];
  expect(withDoubts(context, services)).toMatchObject([{ imageUnproven: true }]);
  expect(withDoubts(contextOf([]), services)).toEqual(services);
});

test('an anonymous volume keeps what the release before had', () => {
  const context = contextOf([]);
  expect(unprovenOf(context, [serviceChange(context, 'web')])).toEqual([
    'files of web: the anonymous volume at /anonymous keeps what the release before had',
  ]);
});

test.each<[string, string, Partial<Container>, number]>([
  ['by another definition', 'bb', {}, 1],
  ['by the one that is checked out', 'aa', {}, 0],
  ['by another version of Compose', 'bb', { composeVersion: '2.20.0' }, 1],
  ['by another version of Compose, with the same hash', 'aa', { composeVersion: '2.20.0' }, 0],
])('what runs was made %s', (_, configHash, more, count) => {
  const hashes = { current: new Map([['web', 'aa']]), target: new Map<string, string>() };
  const context = contextOf([], { hashes }, { configHash, ...more });
  const all = unprovenOf(context, [serviceChange(context, 'web')]);
  expect(all.filter((one) => one.startsWith('definition of web: '))).toHaveLength(count);
});
