import { Incident } from './incident';
import { Server } from './server';

const server = new Server();
const sound = new Incident(server, 'sound');
beforeAll(() => {
  server.launch();
  sound.create('CREATE TABLE goods AS SELECT i AS id FROM generate_series(1, 2000) i').dump();
});
afterAll(() => server.remove());

/** A live database of which a page in the middle of a table is no page any more, and the backup of before. */
function damaged(name: string, snapshot = ''): Incident {
  const one = new Incident(server, name).create('', 'TEMPLATE sound STRATEGY file_copy');
  const file = one.sql("SELECT current_setting('data_directory') || '/' || pg_relation_filepath('goods')");
  // No one has read the table of the copy, so it is nowhere but on the disk.
  server.bash('head -c 8192 /dev/urandom | dd of="$1" bs=8192 seek=3 conv=notrunc status=none', file);
  expect(() => one.sql('SELECT count(*) FROM goods')).toThrow(/invalid page in block 3/);
  return one.plan(sound.backup.path, snapshot);
}

test.each([
  ['compared', ''],
  ['counted', '3:3:'],
])(
  'of a database that cannot be %s any number of rows may be lost: it is restored',
  async (name, snapshot) => {
    const one = damaged(name, snapshot);
    await one.open('any');
    expect((await one.done('prepare')).loss).toEqual({ method: 'unknown', rows: 0, gone: 0, tables: [] });
    await one.done('restore');
    expect(one.sql('SELECT count(*) FROM goods')).toBe('2000');
    expect(server.databases(name)).toContainEqual(`${one.names.sealed}|${one.oid}|f`);
  },
);

test('consent to a number is none to what cannot be counted', async () => {
  const one = damaged('limited');
  await one.open(100);
  expect(await one.step('prepare')).toMatchObject({
    ...{ ok: false, code: 'step.count-failed' },
    summary: expect.stringContaining('invalid page'),
  });
});
