import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from '../../demo/lib/stack';
import { Demo, docker } from '../support/demo/demo';
import { until } from '../support/host/host';
import { type Asked, Session } from '../support/demo/session';
import { worldOf } from '../support/demo/world';

const demo = new Demo();
/** Secrets, each planted in another place. */
const SECRETS = {
  passphrase: 'PLANTED-passphrase-1',
  remote: 'PLANTED-remote-2',
  compose: 'PLANTED-compose-3',
  env: 'PLANTED-env-4',
  check: 'PLANTED-check-5',
};
const stack = new Stack(
  join(demo.parent, 'stack'),
  demo.project,
  join(__dirname, '../..'),
  SECRETS.passphrase,
);
const processes = join(demo.parent, 'processes');
const port = join(demo.parent, 'port');
const helpers: ChildProcess[] = [];
let printed = '';
/** How many rollbacks there have been. */
let total = 0;

/** Its state is that of the engine; all else is seen without one. */
const session = new Session(demo);
const up = async (asked: Asked) => {
  const done = await session.up(asked);
  printed += done.text;
  return done;
};
const edit = (name: string, change: (text: string) => string) => {
  const path = join(demo.directory, name);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
};
const commit = (tag: string) => {
  const who = ['-c', 'user.name=test', '-c', 'user.email=test@localhost'];
  demo.git(...who, 'commit', '--quiet', '--all', '--message', tag);
  demo.git('tag', tag);
};
const head = () => demo.git('describe', '--tags', 'HEAD');
const helper = (...command: [string, ...string[]]) => {
  const [name, ...args] = command;
  helpers.push(spawn(name, args, { stdio: 'ignore' }));
};
const latest = () => statSync(join(demo.directory, 'backups/pre-deployment/database_latest.sql')).ino;

beforeAll(async () => {
  demo.create();
  appendFileSync(join(demo.directory, '.env'), `UPSTREAM_TOKEN=${SECRETS.env}\n`);
  demo.git('checkout', '--quiet', '--detach', 'v2');
  edit('docker-compose.production.yml', (text) =>
    text.replace('PGHOST: postgres', `PGHOST: postgres\n      API_SECRET: ${SECRETS.compose}`),
  );
  commit('good');
  expect(demo.script('deploy').code).toBe(0);
  // Ends at once, and tells all that it knows; a build of it does, too: not on its command line, which Docker shows.
  edit('frontend/public/index.html', () => `${SECRETS.env} ${SECRETS.compose}\n`);
  edit(
    'frontend/server.js',
    () => `console.log('env', '${SECRETS.env}', '${SECRETS.compose}'); process.exit(3);\n`,
  );
  commit('talks');
  edit('frontend/Dockerfile', (text) => `${text}\nRUN cat public/index.html; exit 7\n`);
  commit('cannot-be-built');
  demo.git('checkout', '--quiet', '--detach', 'good');
  edit('frontend/public/index.html', (text) => `${text}<!-- second -->\n`);
  commit('second');
  expect(demo.script('deploy').code).toBe(0);

  stack.create({
    'deployment.directory': demo.directory,
    'deployment.stateDirectory': demo.state,
    'timeouts.restart': '60',
  });
  // Typed before anybody looks at command lines.
  const path = ['--path', 'deployment.critical.login'];
  stack.must('config', 'set', '--secret', ...path, `true ${SECRETS.check}`);

  const answer = "(q, r) => r.writeHead(401, { 'WWW-Authenticate': 'Basic realm=x' }).end()";
  const listen = `listen(0, '127.0.0.1', () => fs.writeFileSync(process.argv[1], String(s.address().port)))`;
  helper('node', '-e', `const s = require('http').createServer(${answer}); s.${listen}`, port);
  helper(process.execPath, join(__dirname, '../support/commandLines.cjs'), processes);
  await until(() => existsSync(port) && readFileSync(port, 'utf8') !== '');
  const address = `http://oauth2:${SECRETS.remote}@127.0.0.1:${readFileSync(port, 'utf8')}/x.git`;
  appendFileSync(join(demo.directory, '.git/config'), `[remote "origin"]\n\turl = ${address}\n`);
  appendFileSync(join(demo.directory, '.git/config'), '[http]\n\tproxy =\n');
  session.config = { ...session.config, timeouts: { restart: 60 } };
});

afterAll(() => {
  for (const child of helpers) child.kill();
  demo.clean();
});

describe('revertWith=script', () => {
  test("lets the deployment's own script go back, and leaves database_latest alone", async () => {
    const postgres = demo.container('postgres');
    const before = latest();
    const { code, text, outputs } = await up({ revertWith: 'script', commit: 'good' });
    expect({ code, text }).toEqual({ code: 0, text });
    expect(outputs.status).toBe('recovered');
    expect([head(), demo.container('postgres'), latest()]).toEqual(['good', postgres, before]);
    expect(demo.deployments().at(-1)).toMatchObject({ rolledBackFrom: demo.git('rev-parse', 'second') });
    expect(existsSync(join(demo.state, 'lease'))).toBe(false);
  });

  test('leaves a hold that a deployment of the release heeds', async () => {
    demo.git('checkout', '--quiet', '--detach', 'second');
    expect(demo.script('deploy')).toMatchObject({
      code: 1,
      text: expect.stringMatching(/holds\/r-[0-9a-f]{8}/),
    });
    demo.git('checkout', '--quiet', '--detach', 'good');
  });

  test('a release that the script would not go to is refused before anything is touched', async () => {
    // The record names nothing to go back to but `second`, which was rolled back from.
    const { code, text, outputs } = await up({ revertWith: 'script', commit: 'v2' });
    total = outputs.audit.total;
    expect({ code, text }).toEqual({ code: 1, text });
    expect([outputs.status, outputs.code, head()]).toEqual(['refused', 'config.script-target', 'good']);
  });
});

test('a step that fails in prepare ends undone, and everything stands as before', async () => {
  const before = worldOf(demo);
  const { code, text, outputs } = await up({ commit: 'cannot-be-built' });
  expect({ code, text }).toEqual({
    code: 1,
    text: expect.stringContaining('frontend') as string,
  });
  expect(outputs).toMatchObject({
    status: 'undone',
    code: 'prepare.build-failed',
    audit: { newest: [{ outcome: 'undone' }, {}], total: total + 1 },
  });
  const after = worldOf(demo);
  expect({ ...after, journal: '', images: [] }).toEqual({ ...before, journal: '', images: [] });
});

test('secrets are nowhere in plaintext but in the kept settings: state, preview, outputs, logs, journal, process list', async () => {
  // Which values are secret the program reads in the stack's file.
  const file = { PULUMI_OPTION_CONFIG_FILE: join(demo.parent, 'stack', `Pulumi.${demo.project}.yaml`) };
  printed += stack.run(['preview', '-c', 'commit=nobody-knows-it'], file).text;
  const { code, text: said } = stack.run(['up', '--yes', '--skip-preview', '-c', 'commit=talks'], file);
  expect(code).toBe(1);
  printed += said;
  printed += stack.must('stack', 'output', '--json') + stack.must('stack', 'export');
  const filesOf = (directory: string) =>
    (readdirSync(directory, { recursive: true }) as string[])
      .map((name) => join(directory, name))
      .filter((path) => statSync(path).isFile());
  // What a release had for settings is kept as it was, for its owner alone.
  const kept = filesOf(join(demo.state, 'settings'));
  expect(kept.map((path) => statSync(path).mode & 0o777)).toEqual(kept.map(() => 0o600));
  const files = [
    ...filesOf(demo.state).filter((path) => !kept.includes(path)),
    ...['stack', 'session'].flatMap((name) => filesOf(join(demo.parent, name))),
    processes,
  ];
  const texts = new Map(files.map((path) => [path, readFileSync(path, 'latin1')]));
  texts.set('printed', printed);
  const password =
    /^POSTGRES_PASSWORD=(.*)$/m.exec(readFileSync(join(demo.directory, '.env'), 'utf8'))?.[1] ?? '';
  expect(password).toHaveLength(36);
  const found = [...Object.values(SECRETS), password].flatMap((secret) =>
    [...texts].filter(([, text]) => text.includes(secret)).map(([path]) => `${secret} in ${path}`),
  );
  expect(found).toEqual([]);
  expect(said).toContain('undone');
  // All of them were where they could have got out.
  const logs = [...texts].filter(([path]) => path.endsWith('.log')).map(([, text]) => text);
  expect(logs.join('')).toMatch(/\*\*\* \*\*\*/);
  expect(texts.get(processes)).toMatch(/bash -s/);
  expect(docker('inspect', '-f', '{{.Config.Env}}', demo.container('backend')).join()).toContain(
    SECRETS.compose,
  );
  expect(execFileSync('git', ['remote', '-v'], { cwd: demo.directory, encoding: 'utf8' })).toContain(
    SECRETS.remote,
  );
});
