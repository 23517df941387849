import { parseCompose } from '../../../machines/compose/definition';
import type { ComposeModel } from '../../../machines/model/composeModel';
import { databaseChange, databaseSettings, otherData } from '../../../machines/compose/databaseDefinition';
import type { Mount } from '../../../machines/model/container';
import { container, DATA, image } from '../../fixtures';

const DIRECTORY = '/var/lib/postgresql/data';
const model = (db: object, more: object = {}) =>
  parseCompose(JSON.stringify({ services: { db: { image: 'postgres:15', ...db } }, ...more }));
const data = { volumes: [`data:${DIRECTORY}`] };
const long = { volumes: [{ type: 'volume', source: 'data', target: DIRECTORY, volume: {} }] };

test.each<[string, ComposeModel, ComposeModel, string | undefined]>([
  ['nothing', model(data), model(data), undefined],
  ['its image', model({}), model({ image: 'postgres:14' }), 'its image from postgres:15 to postgres:14'],
  ['its volumes', model(data), model({}), `its volumes from shop_data:${DIRECTORY} to none`],
  [
    'the name of its volume',
    model(data, { volumes: { data: { name: 'shop_data' } } }),
    model(data, { volumes: { data: { name: 'other' } } }),
    `its volumes from shop_data:${DIRECTORY} to other:${DIRECTORY}`,
  ],
  [
    'a name that is the one it had',
    model(data, { volumes: { data: null } }),
    model(data, { volumes: { data: { name: 'shop_data' } } }),
    undefined,
  ],
  [
    'where its volume lies',
    model(data, { volumes: { data: {} } }),
    model(data, { volumes: { data: { driver_opts: { device: '/b' } } } }),
    'the target defines its volume data differently',
  ],
  ['how its volume is mounted', model(data), model({ volumes: [`data:${DIRECTORY}:ro`] }), undefined],
  [
    'what else it has mounted',
    model(data),
    model({ volumes: [`data:${DIRECTORY}`, './pg.conf:/etc/pg.conf', 'backups:/backups'] }),
    undefined,
  ],
  [
    'what it has mounted, where nothing is seen to hold the data',
    model({ volumes: ['data:/srv/data'] }),
    model({ volumes: ['data:/srv/data', './pg.conf:/etc/pg.conf'] }),
    'its volumes from shop_data:/srv/data to',
  ],
  [
    'a volume within its data',
    model(data),
    model({ volumes: [`data:${DIRECTORY}`, `wal:${DIRECTORY}/pg_wal`] }),
    `to shop_data:${DIRECTORY}, shop_wal:${DIRECTORY}/pg_wal`,
  ],
  [
    'the volume of its data one directory above',
    model({ volumes: ['data:/var/lib/postgresql'] }),
    model({ volumes: ['other:/var/lib/postgresql'] }),
    'its volumes from shop_data:/var/lib/postgresql to shop_other:/var/lib/postgresql',
  ],
  ["another service's volume", model(data), model(data, { volumes: { logs: {} } }), undefined],
  [
    'where it has its data',
    model({ environment: { A: '1', PGDATA: '/a', B: 's3cret' } }),
    model({ environment: { A: '1', PGDATA: '/b', C: '2' } }),
    'the target changes its environment (PGDATA)',
  ],
  ['its command', model({}), model({ command: ['-c', 'x'], user: 'a' }), undefined],
  ['its health check', model({ healthcheck: { retries: 1 } }), model({ healthcheck: {} }), undefined],
  [
    'ports, labels and how it is brought back',
    model({ ports: ['1:1'], labels: { a: 'b' }, restart: 'always' }),
    model({ logging: { driver: 'none' }, deploy: {} }),
    undefined,
  ],
])("of the database's definition changes: %s", (_, now, then, expected) => {
  const change = databaseChange(now, then, 'shop', 'db');
  expect(change ?? '').toContain(expected ?? '');
  expect([change === undefined, /s3cret/.test(change ?? '')]).toEqual([expected === undefined, false]);
});

test.each([
  ['another one of the same major version', { image: 'postgres:15.4' }, undefined],
  ['one of another major version', { image: 'postgres:16' }, 'from postgres:15 to postgres:16'],
  ['one that is built', { image: undefined, build: '.' }, 'from postgres:15 to undefined'],
])(
  'an image of the database of which both are known is compared by its major version: %s',
  (_, then, why) => {
    const isSame = (now: string, other: string) => now.slice(0, 11) === other.slice(0, 11);
    expect(databaseChange(model({}), model(then), 'shop', 'db', isSame) ?? '').toContain(why ?? '');
    expect(databaseChange(model({}), model(then), 'shop', 'db', isSame) === undefined).toBe(
      why === undefined,
    );
  },
);

test('settings of the database that differ are named, variables without their values', () => {
  const now = model({ environment: { A: '1', B: 's3cret' } });
  const then = model({ environment: { A: '1', C: '2' }, command: ['-c', 'x'] });
  expect(databaseSettings(now, then, 'db')).toBe('command, environment (B, C)');
  expect(databaseSettings(now, now, 'db')).toBeUndefined();
  expect(databaseSettings(now, model({ image: 'postgres:15.4', healthcheck: {} }), 'db')).toBe(
    'environment (A, B), healthcheck, image (postgres:15.4, now postgres:15)',
  );
  expect(databaseSettings(model({ depends_on: ['web'] }), model({ profiles: ['a'] }), 'db')).toBeUndefined();
});

const nameless = (destination: string): Mount => ({ ...DATA, name: 'a'.repeat(64), destination });
const bind = (source: string, destination = DIRECTORY): Mount => ({
  type: 'bind',
  name: '',
  source,
  destination,
});
const other = (definition: object, mounts: Mount[], more: object = {}, keepsNameless = false) =>
  otherData(model(definition, more), 'chronos', container('db', image('d'), { mounts }), keepsNameless, [
    '/opt/link',
    '/opt/shop',
  ]);

test.each<[string, ReturnType<typeof other>]>([
  ['the volume of the project', other(data, [DATA])],
  ['in the other spelling', other(long, [DATA])],
  ['by its own name', other(long, [DATA], { volumes: { data: { name: 'chronos_data' } } })],
  ['of another project', other(data, [DATA], { volumes: { data: { external: { name: 'chronos_data' } } } })],
  ['a directory', other({ volumes: [`/srv/db:${DIRECTORY}:rw`] }, [bind('/srv/db')])],
  [
    'the same directory by another name',
    other({ volumes: [`/opt/link/db:${DIRECTORY}/`] }, [bind('/opt/shop/db')]),
  ],
  [
    'secrets and configs besides',
    other({ ...data, secrets: [{ source: 'pw' }], configs: [{ source: 'c', target: '/etc/c' }] }, [
      DATA,
      bind('/srv/pw', '/run/secrets/pw'),
      bind('/srv/c', '/etc/c'),
    ]),
  ],
  ['an anonymous one that is carried over', other({}, [nameless(DIRECTORY)], {}, true)],
  [
    'an anonymous one beside the data',
    other({ volumes: ['data:/data'], environment: { PGDATA: '/data/pg' } }, [
      { ...DATA, destination: '/data' },
      nameless(DIRECTORY),
    ]),
  ],
])('a database made anew comes up on the same data: %s', (_, found) => {
  expect(found).toBeUndefined();
});

test.each<[string, ReturnType<typeof other>, string, string]>([
  ['another key', other({ volumes: [`new:${DIRECTORY}`] }, [DATA]), 'chronos_new', 'chronos_data'],
  [
    'another name',
    other(data, [DATA], { volumes: { data: { name: 'new' } } }),
    `new:${DIRECTORY}`,
    `chronos_data:${DIRECTORY}`,
  ],
  ['another place', other({ volumes: ['data:/new'] }, [DATA]), 'chronos_data:/new', `:${DIRECTORY}`],
  ['no volume any more', other({}, [DATA]), 'none', 'chronos_data'],
  [
    'a directory in place of a volume',
    other({ volumes: [`/srv/db:${DIRECTORY}`] }, [DATA]),
    '/srv/db',
    'data',
  ],
  ['an anonymous one that is left behind', other({}, [nameless(DIRECTORY)]), 'none', 'a'.repeat(64)],
  ['a volume in place of an anonymous one', other(data, [nameless(DIRECTORY)]), 'chronos_data', 'aaa'],
])('a database made anew would come up on other data: %s', (_, found, defined, mounted) => {
  expect(found).toEqual({
    defined: expect.stringContaining(defined) as string,
    mounted: expect.stringContaining(mounted) as string,
  });
});
