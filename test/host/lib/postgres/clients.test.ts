import { depth } from '../../../support/depth';
import { clients } from './clients';
import { Incident } from './incident';
import { Server } from './server';

const server = new Server();
beforeAll(() => server.launch());
afterAll(() => server.remove());

const TURNS = depth(6, 20);
const CLIENTS = 4;
const INSERT = 'INSERT INTO log SELECT which FROM me RETURNING which';

/** Swaps to the shadow and back, again and again; after each one line: oids of both names, and who may connect. */
const SWAPPING = `STEP=restore
find_server
for turn in $(seq ${TURNS}); do
  if ((turn % 2)); then new=$SHADOW kept=$SEALED; else new=$SEALED kept=$SHADOW; fi
  exchange "$new" "$kept" >/dev/null
  ask postgres "live=$DATABASE_NAME" "kept=$kept" "new=$new" <<<"SELECT string_agg(oid::text || ' ' || datallowconn, ' ' ORDER BY datname = :'kept'),
    count(*) FILTER (WHERE datname = :'new') FROM pg_database WHERE datname IN (:'live', :'kept', :'new')"
done`;

test(`${TURNS} of ${TURNS} swaps to and fro succeed under ${CLIENTS} clients that connect in a loop, and no row is lost`, async () => {
  const one = new Incident(server, 'busy').create(
    "CREATE TABLE log (which text); CREATE TABLE me (which text); INSERT INTO me VALUES ('backup')",
  );
  one.dump().sql("UPDATE me SET which = 'live'");
  await one.open();
  await one.done('prepare');
  const { shadow, sealed } = one.names;
  const [before, beside] = [one.oid, server.oid(shadow)];
  const stop = clients(server, 'busy', { count: CLIENTS, sql: INSERT });
  const pins = { ROLLBACK: one.id, SHADOW: shadow, SEALED: sealed };
  const { stdout, stderr } = await server.call('lib/postgres/swap', SWAPPING, { ...one.identity, ...pins });
  const answers = await stop();

  const turn = (now: string, kept: string) => `${now} true ${kept} false\t0`;
  const pair = [turn(beside, before), turn(before, beside)];
  expect(stdout.trimEnd().split('\n')).toEqual(Array.from({ length: TURNS / 2 }, () => pair).flat());
  expect(stderr).not.toMatch(/ERROR|FATAL/);
  // Who waits for the renaming while connecting gets the answer that the name has gone to another database; it never lacks.
  const count = (pattern: RegExp) => answers.filter((line) => pattern.test(line)).length;
  expect(count(/ does not exist$/)).toBe(count(/It seems to have just been dropped or renamed/));
  server.sql('postgres', `ALTER DATABASE "${shadow}" ALLOW_CONNECTIONS true`);
  for (const [name, which] of [
    ['busy', 'live'],
    [shadow, 'backup'],
  ] as const) {
    const written = Number(one.sql(`SELECT count(*) FROM log WHERE which = '${which}'`, name));
    const acknowledged = count(new RegExp(`^${which}$`));
    expect(acknowledged).toBeGreaterThan(0);
    expect(written).toBeGreaterThanOrEqual(acknowledged);
    expect(one.sql(`SELECT count(*) FROM log WHERE which <> '${which}'`, name)).toBe('0');
  }
});
