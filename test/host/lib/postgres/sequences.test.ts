import { Incident } from './incident';
import { Server } from './server';

const server = new Server();
beforeAll(() => server.launch());
afterAll(() => server.remove());

const positions = (one: Incident) =>
  one.sql('SELECT sequencename, last_value FROM pg_sequences ORDER BY 1').split('\n');

test('no number is given out twice: sequences go on where the live ones had come to', async () => {
  const one = new Incident(server, 'seq').create(`
      CREATE SEQUENCE "U p"; CREATE SEQUENCE down INCREMENT -2; CREATE SEQUENCE fresh; CREATE SEQUENCE still;
      CREATE SEQUENCE "only in the backup"; CREATE SEQUENCE back; CREATE SEQUENCE round MAXVALUE 50;
      CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY);
      INSERT INTO t SELECT FROM generate_series(1, 3);
      SELECT setval('"U p"', 10), setval('down', -10), setval('still', 5), setval('back', 100),
        setval('"only in the backup"', 4), setval('round', 1);`);
  one.dump();
  one.sql(`SELECT setval('"U p"', 20), setval('down', -20), setval('fresh', 7), setval('back', 90);
      INSERT INTO t DEFAULT VALUES; DROP SEQUENCE "only in the backup"; CREATE SEQUENCE "only live";
      ALTER SEQUENCE round MAXVALUE 500; SELECT setval('round', 400), setval('"only live"', 9)`);
  await one.restored();
  expect(positions(one)).toEqual([
    'U p|20',
    'back|100',
    'down|-20',
    'fresh|7',
    'only in the backup|4',
    'round|1',
    'still|5',
    't_id_seq|4',
  ]);
  one.sql(`INSERT INTO t DEFAULT VALUES; SELECT nextval('"U p"')`);
  expect(await one.undo()).toMatchObject({
    ok: true,
    checks: [{ code: 'check.commit' }, { code: 'check.database', ok: true }],
  });
  expect(positions(one)).toEqual([
    'U p|21',
    'back|100',
    'down|-20',
    'fresh|7',
    'only live|9',
    'round|400',
    'still|5',
    't_id_seq|5',
  ]);
});
