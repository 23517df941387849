import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { Demo, docker } from '../support/demo/demo';
import { until } from '../support/host/host';
import { journalOf } from '../support/demo/world';

const ROOT = join(__dirname, '../..');
const demo = new Demo();
const own = join(demo.parent, 'own');
// Git ignores every stack's configuration but that of production.
const config = join(ROOT, `Pulumi.${demo.project}.yaml`);
const processes = join(demo.parent, 'processes');
const env = {
  ...process.env,
  XDG_STATE_HOME: own,
  PULUMI_BACKEND_URL: undefined,
  PULUMI_CONFIG_PASSPHRASE: undefined,
};
/** In an env file, and typed. */
const SECRETS = { file: 'PLANTED-in-a-file', typed: 'PLANTED-and-typed' };
let printed = '';
let watch: ChildProcess | undefined;

function rollback(...words: string[]) {
  const options = { cwd: '/', env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
  const { status, stdout, stderr } = spawnSync(
    join(ROOT, 'rollback'),
    [...words, '--stack', demo.project],
    options,
  );
  printed += `${stdout}${stderr}`;
  return { code: status, text: `${stdout}${stderr}` };
}
function release(tag: string, environment: string): void {
  const file = join(demo.directory, 'docker-compose.production.yml');
  const text = readFileSync(file, 'utf8').replace(/^ *SHOWN: .*\n(.*API_SECRET.*\n)?(.*OTHER.*\n)?/m, '');
  writeFileSync(
    file,
    text.replace('PGHOST: postgres', `SHOWN: \${SHOWN-none}\n${environment}      PGHOST: postgres`),
  );
  const who = ['-c', 'user.name=test', '-c', 'user.email=test@localhost'];
  demo.git(...who, 'commit', '--quiet', '--all', '--message', tag);
  demo.git('tag', tag);
  expect(demo.script('deploy').code).toBe(0);
}
const environment = () =>
  docker('inspect', '-f', '{{range .Config.Env}}{{println .}}{{end}}', demo.container('backend'));
const filesIn = (directory: string) =>
  (readdirSync(directory, { recursive: true }) as string[])
    .map((name) => join(directory, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
/** Where a text has got to: what was printed, the state of the stack and of the host, command lines. */
const placesOf = (secret: string): string[] => [
  ...(printed.includes(secret) ? ['printed'] : []),
  ...[...filesIn(own), ...filesIn(demo.state), processes].filter((path) =>
    readFileSync(path, 'latin1').includes(secret),
  ),
];

beforeAll(() => {
  demo.create();
  demo.git('checkout', '--quiet', '--detach', 'v2');
  appendFileSync(join(demo.directory, '.git/info/exclude'), 'extra.env\n');
  writeFileSync(join(demo.directory, 'extra.env'), `API_SECRET=${SECRETS.file}\n`);
  release('good', '      API_SECRET: ${API_SECRET-none}\n');
  release('second', '      API_SECRET: ${API_SECRET-none}\n      OTHER: second\n');
  const deployment = { directory: demo.directory, stateDirectory: demo.state };
  writeFileSync(config, stringify({ config: { 'chronos-rollback:deployment': deployment } }));
});

afterAll(() => {
  watch?.kill();
  rmSync(config, { force: true });
  demo.clean();
});

test('a rollback with variables and env files goes on with them after its engine was killed', async () => {
  watch = spawn(process.execPath, [join(ROOT, 'test/support/commandLines.cjs'), processes], {
    stdio: 'ignore',
  });
  const supplies = ['--var', 'SHOWN=a b', '--env-file', '.env', '--env-file', 'extra.env'];
  const asked = ['up', '--to', 'good', ...supplies, '--yes', '--stack', demo.project];
  const child = spawn(join(ROOT, 'rollback'), asked, { cwd: '/', env, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  let isOver = false;
  const ended = new Promise((resolve) => child.on('close', resolve)).finally(() => (isOver = true));
  await until(() => isOver || text.includes('done  prepare'), 120);
  expect({ isOver, text }).toEqual({ isOver: false, text });
  const locks = join(
    own,
    'chronos-rollback/backend/.pulumi/locks/organization/chronos-rollback',
    demo.project,
  );
  const lock = readdirSync(locks).find((name) => name.endsWith('.json')) ?? '';
  process.kill((JSON.parse(readFileSync(join(locks, lock), 'utf8')) as { pid: number }).pid, 'SIGKILL');
  expect(await ended).toBe(1);
  printed += text;

  const recovered = rollback('recover');
  expect({ code: recovered.code, text: recovered.text }).toEqual({
    code: 0,
    text: expect.stringMatching(
      /-c 'variables=\{"SHOWN":"a b"\}' -c 'envFiles=\["\.env","extra\.env"\]'[^]*END {4}recovered/,
    ) as string,
  });
  watch.kill();
  expect(demo.git('describe', '--tags', 'HEAD')).toBe('good');
  expect(environment()).toEqual(expect.arrayContaining(['SHOWN=a b', `API_SECRET=${SECRETS.file}`]));
  expect(readFileSync(processes, 'utf8')).toMatch(/variables=/);
  expect(placesOf(SECRETS.file)).toEqual([]);

  // What is done is replayed where it is asked for in the same words.
  expect(rollback('up', '--to', 'good', ...supplies, '--yes').text).toContain(
    'It is done; nothing runs again.',
  );
});

test('an undo brings back what was there without them', () => {
  const [, id = ''] = /"type":"attempt","rollback":"(r-[0-9a-f]{8})"/.exec(journalOf(demo)) ?? [];
  expect(rollback('undo', id, '--yes')).toMatchObject({ code: 0 });
  expect(environment()).toEqual(expect.arrayContaining(['SHOWN=none', 'API_SECRET=none', 'OTHER=second']));
});

test('a variable that is secret is refused, and its value is kept nowhere', () => {
  const typed = rollback('up', '--to', 'good', '--var', `API_SECRET=${SECRETS.typed}`, '--yes');
  expect(typed).toMatchObject({ code: 2, text: expect.stringContaining('--env-file') as string });
  // What an operator types is seen while it runs; nothing that is started has it.
  expect(placesOf(SECRETS.typed)).toEqual([]);
});
