import { randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseFacts } from '../../../machines/detect/observe/parseFacts';
import { docker } from '../../support/demo/demo';
import { sampled } from '../../support/depth';
import { hostile, isTaken } from '../../support/hostile';
import { start, type Values } from '../../support/host/host';
import { script } from '../../../resources/script/hostScript';
import { images } from '../../support/host/deployment';
import { Server } from '../lib/postgres/server';

const server = new Server();
const canary = `/tmp/c${randomBytes(3).toString('hex')}`;
/** What would be run, or taken for an option: each is a look at all of the deployment. */
const TEXTS = Object.values(hostile(canary)).filter(
  (text) => !text.includes('\0') && (text.includes(canary) || text.startsWith('-')),
);
beforeAll(() => server.launch());
afterAll(() => {
  rmSync(canary, { force: true });
  server.remove();
});
const nothingDone = () => {
  expect(existsSync(canary)).toBe(false);
  expect(server.bash('ls -d "$1" 2>/dev/null || true', canary)).toBe('');
  expect(
    execFileSync('find', [server.parent, '-newer', join(server.parent, 'mark')], { encoding: 'utf8' }),
  ).toBe('');
};
/** A key of `deployment`, as it is configured, and as the scripts get it. */
type Key = readonly [(text: string) => object, (text: string) => Values];
/** Those that are looked at together: where the service cannot be found its database is not asked. */
const KEYS: Readonly<Record<string, readonly Key[]>> = {
  'composeFile, databaseService and stateDirectory are': [
    [(composeFile) => ({ composeFile }), (FILES) => ({ FILES })],
    [(databaseService) => ({ databaseService }), (text) => ({ DATABASE_SERVICE: text })],
    [(text) => ({ stateDirectory: `/${text}` }), (text) => ({ STATE: `/${text}` })],
  ],
  'database.name and database.user are': [
    [(name) => ({ database: { name } }), (text) => ({ DATABASE_NAME: text })],
    [(user) => ({ database: { user } }), (text) => ({ DATABASE_USER: text })],
  ],
};

test.each(Object.entries(KEYS))('whatever %s, looking does nothing else', async (_, keys) => {
  execFileSync('touch', [join(server.parent, 'mark')]);
  for (const text of sampled(TEXTS)) {
    const taken = keys.filter(([config]) => isTaken(config(text)));
    if (taken.length === 0) continue;
    const values = Object.assign({}, ...taken.map(([, given]) => given(text))) as Values;
    const facts = parseFacts(await server.facts('detect', values), { attempts: [] });
    expect(facts.git.head).toBe(server.commitId);
  }
  nothingDone();
});

test('whatever the directory of the backups is, looking does nothing else', async () => {
  execFileSync('touch', [join(server.parent, 'mark')]);
  for (const text of sampled(TEXTS).filter((one) => isTaken({ backupDirectory: `/${one}` })))
    expect((await server.backupStore(`/${text}`, { DATABASE_NAME: 'postgres' })).database).toBeDefined();
  nothingDone();
});

test.each(['a b:c', 'a$b', 'a*', "it's"])('a checkout in %s is looked at', async (name) => {
  const moved = join(dirname(server.directory), name);
  mkdirSync(dirname(moved), { recursive: true });
  renameSync(server.directory, moved);
  try {
    const facts = parseFacts(await server.facts('detect', { DIRECTORY: moved }), { attempts: [] });
    expect(facts.git.head).toBe(server.commitId);
    const target = await server.facts('target', { DIRECTORY: moved, COMMIT: server.commitId });
    expect(target.get('compose.error')).toBeUndefined();
  } finally {
    renameSync(moved, server.directory);
  }
});

test('a container that claims another project names no directory', async () => {
  const label = (name: string, value: string) => ['--label', `com.docker.compose.${name}=${value}`];
  const own = `host-${randomBytes(4).toString('hex')}`;
  const working = label('project.working_dir', server.directory);
  const ids = [own, '../../tmp/x'].flatMap((project) =>
    docker('create', ...label('project', project), ...working, images.node),
  );
  try {
    const { PROJECT: _, STATE: __, ...identity } = server.identity({ WANTED: '' });
    const text = script('queries/detect', { ...identity, PROJECT: '', STATE: '' });
    const { stdout } = await start('bash -s', text, server.env).ended;
    const projects = /^projects (.*)$/m.exec(stdout)?.[1] ?? '';
    expect(Buffer.from(projects, 'base64').toString()).toBe(own);
  } finally {
    docker('rm', '-f', ...ids);
  }
});
