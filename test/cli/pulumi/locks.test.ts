import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { locksOf } from '../../../cli/pulumi/locks';
import { placeIn } from '../../../cli/pulumi/stackLocation';

const root = mkdtempSync(join(tmpdir(), 'locks-'));
const lock = { pid: 12, username: 'ann', hostname: 'there', timestamp: '2026-11-22T03:00:00Z' };
const home = process.env['HOME'];

beforeAll(() => {
  process.env['HOME'] = join(root, 'home');
  for (const backend of ['state', 'home/state', 'a b']) {
    const directory = join(root, backend, '.pulumi/locks/organization/chronos-rollback/test');
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'a.json'), JSON.stringify(lock));
  }
});
afterAll(() => {
  process.env['HOME'] = home;
  rmSync(root, { recursive: true });
});

const locks = (backend: string) => locksOf({ root, place: placeIn(root, 'test', backend) });

test.each([
  'file://./state',
  'file://state',
  `file://${root}/state?no_tmp_dir=true`,
  'file://~/state',
  'file://a%20b',
])('the locks of %s are where Pulumi keeps them', (backend) => expect(locks(backend)).toEqual([lock]));

test.each(['file://%zz', 's3://bucket', 'postgres://user:word@host/db', ''])(
  'those of %j cannot be read',
  (backend) => expect(locks(backend)).toBeUndefined(),
);

test('a backend without any has none', () => expect(locks('file:///nowhere')).toEqual([]));
