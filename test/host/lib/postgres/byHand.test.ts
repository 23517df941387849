import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { backByHand } from '../../../../audit/text/manualUndo';
import { databaseOf, type Plan } from '../../../../machines/model/plan';
import { inPlacePlan, swapped } from '../../../backups';
import { Incident } from './incident';
import { Server } from './server';

const server = new Server();
beforeAll(() => server.launch());
afterAll(() => server.remove());

const TABLES = `CREATE TABLE goods (id serial PRIMARY KEY, v text);
  INSERT INTO goods (v) SELECT 'old' FROM generate_series(1, 20);`;
const OPTIONS = 'OWNER keeper CONNECTION LIMIT 50';

/** What an older version had come to in place when it was cut off, by what its scripts did, one after the other. */
class Legacy extends Incident {
  left: string[] = [];

  get hidden(): string {
    return this.names.hidden;
  }
  get safety(): string {
    return join(this.state, this.id, 'safety.dump');
  }

  begin(): this {
    this.create(TABLES, OPTIONS);
    server.sql(
      'postgres',
      `ALTER DATABASE "${this.name}" SET work_mem TO '5MB'; GRANT CONNECT ON DATABASE "${this.name}" TO "le Créateur"`,
    );
    this.dump();
    this.sql("UPDATE goods SET v = 'new' WHERE id < 5; CREATE TABLE later (id int REFERENCES goods);");
    this.left = server.content(this.name);
    mkdirSync(join(this.state, this.id), { recursive: true });
    return this;
  }
  closed(): void {
    server.sql('postgres', `ALTER DATABASE "${this.name}" ALLOW_CONNECTIONS false`);
  }
  hide(): void {
    server.sql(
      'postgres',
      `ALTER DATABASE "${this.name}" RENAME TO "${this.hidden}"; ALTER DATABASE "${this.hidden}" ALLOW_CONNECTIONS true`,
    );
  }
  take(): void {
    const words = ['exec', server.container('db'), 'pg_dump', '-Fc', '-U', 'app', '-d', this.hidden];
    writeFileSync(this.safety, execFileSync('docker', words, { maxBuffer: 1 << 28 }));
  }
  replace(): void {
    this.sql("DROP TABLE later; UPDATE goods SET v = 'old'", this.hidden);
  }
  show(): void {
    server.sql('postgres', `ALTER DATABASE "${this.hidden}" RENAME TO "${this.name}"`);
  }
  /** The commands for the database that the refusal prints, as they are. */
  byHand(): void {
    const base = inPlacePlan();
    const plan: Plan = {
      ...base,
      id: this.id,
      services: [],
      database: { ...databaseOf(base), container: server.container('db'), name: this.name, oid: this.oid },
    };
    const dump = existsSync(this.safety) ? this.safety : undefined;
    const lines = backByHand(plan, [swapped({ oid: this.oid })], {}, 'app', dump);
    const own = lines.filter((line) => line.startsWith('docker '));
    execFileSync('bash', ['-c', own.join(' && ')], { stdio: 'pipe' });
  }
  settings(): string {
    return server.sql(
      'postgres',
      `SELECT pg_get_userbyid(datdba), datconnlimit, datallowconn, setconfig, datacl::text LIKE '%le Créateur=c%'
        FROM pg_database d LEFT JOIN pg_db_role_setting s ON s.setdatabase = d.oid WHERE datname = '${this.name}'`,
    );
  }
}

const CUTS: readonly [string, (one: Legacy) => void][] = [
  ['before anything', () => undefined],
  ['behind its fence', (one) => one.closed()],
  ['when it is out of the way', (one) => (one.closed(), one.hide())],
  ['after the safety dump', (one) => (one.closed(), one.hide(), one.take())],
  ['when the content is the backup', (one) => (one.closed(), one.hide(), one.take(), one.replace())],
  ['when clients are back', (one) => (one.closed(), one.hide(), one.take(), one.replace(), one.show())],
];

test.each(CUTS)(
  'a restore in place that was cut off %s: by the commands it is as it was, settings and all',
  (where, cut) => {
    const one = new Legacy(server, where.slice(0, 40)).begin();
    const settings = one.settings();
    cut(one);
    const hasDump = existsSync(one.safety);
    one.byHand();
    expect(server.content(one.name)).toEqual(one.left);
    expect(one.settings()).toBe(settings);
    expect(server.databases(one.name)).toEqual([
      expect.stringMatching(hasDump ? /\|t$/ : new RegExp(`\\|${one.oid}\\|t$`)),
      ...(hasDump ? [`${one.names.abandoned}|${one.oid}|f`] : []),
    ]);
  },
);

test('a step of one that is open touches nothing, whatever asks for it', async () => {
  const one = new Legacy(server, 'step').begin();
  await one.open();
  one.closed();
  one.hide();
  const before = server.databases('step');
  const pins = { STRATEGY: 'in-place', HIDDEN: one.hidden };
  const refusal = { ok: false, code: 'rollback.in-place', refused: true, taken: true };
  for (const step of ['prepare', 'restore'] as const)
    expect(await one.step(step, pins)).toMatchObject(refusal);
  expect(await server.step('undo', { ...one.undoPins(), ...pins }, one.identity)).toMatchObject(refusal);
  expect(server.databases('step')).toEqual(before);
});
