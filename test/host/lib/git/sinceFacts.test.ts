import { parseTarget } from '../../../../machines/detect/observe/targetRelease';
import { Site } from '../../../support/host/host';

let site: Site;
beforeEach(() => {
  site = new Site();
  site.withoutDocker();
});
afterEach(() => site.remove());

const COMPOSE = `services:
  web:
    image: web:1
    volumes: ['./conf:/etc/app', './a b.txt:/b', './data:/data', '/etc/hosts:/hosts', './:/all']
    secrets: [key]
secrets: { key: { file: ./key.txt } }
`;
const told = async (COMMIT: string, SINCE: string) =>
  parseTarget(await site.facts('target', { COMMIT, FILES: 'compose.yml', SINCE }));

test('the target tells what differs since other commits, where they are there, and what its services read of it', async () => {
  const v1 = site.release('v1', {
    'compose.yml': COMPOSE,
    'conf/page': 'good',
    'a b.txt': 'b',
    'key.txt': 'key',
  });
  const v2 = site.release('v2', { 'conf/page': 'bad', 'a b.txt': 'bad' });
  site.release('v3', { 'conf/page': 'good', 'a b.txt': 'b', other: '' });
  const { since, tracked } = await told(v1, `${v2} ${'9'.repeat(40)} ${v1}`);
  expect(since?.target).toEqual(
    new Map([
      [v2, new Set(['conf/page', 'a b.txt'])],
      [v1, new Set()],
    ]),
  );
  expect(since?.current).toEqual(
    new Map([
      [v2, new Set(['conf/page', 'a b.txt', 'other'])],
      [v1, new Set(['other'])],
    ]),
  );
  expect(tracked).toEqual(new Set(['.', 'a b.txt', 'conf', 'key.txt']));
});

test('where nothing was started elsewhere nothing differs', async () => {
  const v1 = site.release('v1', { 'compose.yml': 'services: { web: { image: web:1 } }\n' });
  const { since, tracked } = await told(v1, '');
  expect(since).toEqual({ current: new Map(), target: new Map() });
  expect(tracked).toEqual(new Set());
});
