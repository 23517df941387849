import { Incident, type Strategy } from './incident';
import { Server } from './server';

const server = new Server();
beforeAll(() => server.launch('docker'));
afterAll(() => server.remove());

const TABLES = `CREATE TABLE goods (id serial PRIMARY KEY, v text);
  INSERT INTO goods (v) SELECT 'old' FROM generate_series(1, 20);`;

test('a shadow that was cut off half-made is made anew', async () => {
  const one = new Incident(server, 'half').create(TABLES).dump();
  await one.open();
  await one.cut('prepare', 'fill "$SHADOW" && fail_point');
  const half = server.oid(one.names.shadow);
  expect(half).not.toBe('');
  await one.done('prepare');
  expect(server.oid(one.names.shadow)).not.toBe(half);
  expect(server.content(one.names.shadow)).toEqual(server.content('half'));
});

test('a shadow of which a DROP was cut off is made anew, and is none that a plan could know', async () => {
  const one = new Incident(server, 'dropped').create(TABLES).dump();
  await one.open();
  await one.done('prepare');
  const { shadow } = one.names;
  const whole = server.oid(shadow);
  server.sql('postgres', `UPDATE pg_database SET datconnlimit = -2 WHERE datname = '${shadow}'`);
  expect((await server.vault('/backups', one.identity)).names.has(shadow)).toBe(false);
  const other = new Incident(server, 'dropped', 'dropped again').plan(one.backup.path);
  await other.open();
  await other.done('prepare');
  expect(server.oid(shadow)).not.toBe(whole);
  expect(server.content(shadow)).toEqual(server.content('dropped'));
});

/** Where restore is cut off, each killed for good. */
const POINTS: readonly [Strategy, string, (one: Incident) => Promise<void>][] = [
  ['shadow', 'before the fence', (one) => one.cut('restore', 'unfence || return 1')],
  ['shadow', 'behind the fence', (one) => one.cutBehindFence()],
  [
    'shadow',
    'after the swap, before it is journaled',
    (one) => one.cut('restore', 'read -r said seconds oid'),
  ],
  [
    'in-place',
    'when it is out of the way',
    (one) => one.cut('restore', 'if [[ ! -s $WORK/safety.dump ]] && ! {'),
  ],
  ['in-place', 'after the safety dump', (one) => one.cut('restore', 'if ! find_place')],
  [
    'in-place',
    'when the content is the backup',
    (one) => one.cut('restore', 'take_up_positions "$WORK/positions" ||'),
  ],
];

test.each(POINTS)(
  '%s, killed %s: undo brings back what was live, and another restore ends well',
  async (strategy, where, cut) => {
    const name = `${strategy} ${where}`.slice(0, 40);
    const one = new Incident(server, name).create(TABLES).dump();
    const backup = server.content(name);
    one.sql("UPDATE goods SET v = 'new' WHERE id < 5; CREATE TABLE later (id int);");
    const left = server.content(name);
    one.strategy = strategy;
    await one.open();
    await one.done('prepare');
    await cut(one);
    expect(await one.undo()).toMatchObject({ ok: true });
    expect(server.databases(name)).toContainEqual(`${name}|${one.oid}|t`);
    expect(server.content(name)).toEqual(left);

    const other = new Incident(server, name, `${name} again`).plan(one.backup.path);
    other.strategy = strategy;
    await other.open();
    await other.done('prepare');
    await cut(other);
    expect(await other.step('restore')).toMatchObject({ ok: true });
    expect(server.content(name)).toEqual(backup);
    expect(server.oid(strategy === 'shadow' ? other.names.sealed : name)).toBe(other.oid);
  },
);

test('in-place, killed when clients are back: what they have written since stays', async () => {
  const one = new Incident(server, 'back').create(TABLES).dump().inPlace();
  one.sql("UPDATE goods SET v = 'new' WHERE id < 5");
  await one.open();
  await one.done('prepare');
  await one.cut('restore', 'fail_point restore.shown');
  one.sql("INSERT INTO goods (v) VALUES ('after')");
  expect(await one.step('restore')).toMatchObject({ ok: true, swap: { oid: one.oid } });
  expect(server.sql('back', "SELECT v, count(*) FROM goods WHERE v IN ('new', 'after') GROUP BY v")).toBe(
    'after|1',
  );
});

test('in-place, killed when the content is the backup: it is not restored twice, be that gone by then', async () => {
  const one = new Incident(server, 'gone').create(TABLES).dump().inPlace();
  const backup = server.content('gone');
  one.sql("UPDATE goods SET v = 'new' WHERE id < 5");
  const left = server.content('gone');
  await one.open();
  await one.done('prepare');
  await one.cut('restore', 'take_up_positions "$WORK/positions" ||');
  one.backup = { ...one.backup, path: '/nowhere.dump' };
  const hidden = server.sql('postgres', `SELECT datname FROM pg_database WHERE oid = ${one.oid}`);
  const oid = (database: string) => server.sql(database, "SELECT 'goods'::regclass::oid");
  const restored = oid(hidden);
  expect(await one.step('restore')).toMatchObject({ ok: true, swap: { oid: one.oid } });
  expect(oid('gone')).toBe(restored);
  expect(server.content('gone')).toEqual(backup);
  expect(await one.undo()).toMatchObject({ ok: true });
  expect(server.content('gone')).toEqual(left);
});

test.each([
  ['before the dump is put back', 'WORK=$1 within replace_content safety_as_sql', false],
  ['when the dump is back: it is not put there twice', 'fail_point undo.replaced', true],
])('in-place, an undo killed %s', async (_, before, isBack) => {
  const name = `undo ${isBack}`;
  const one = new Incident(server, name).create(TABLES).dump().inPlace();
  one.sql("UPDATE goods SET v = 'new' WHERE id < 5");
  const left = server.content(name);
  await one.restored();
  await one.cut('undo', before);
  const oid = (database: string) => server.sql(database, "SELECT 'goods'::regclass::oid");
  const hidden = oid(server.sql('postgres', `SELECT datname FROM pg_database WHERE oid = ${one.oid}`));
  expect(await one.undo()).toMatchObject({ ok: true });
  expect(oid(name) === hidden).toBe(isBack);
  expect(server.content(name)).toEqual(left);
});
