import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { installCheckpoint } from './checkpoint.mjs';
import { makeRepository } from './repository.mjs';
import { DemoError, dockerList } from './run.mjs';

const PROJECT = /^[a-z0-9][a-z0-9_-]*$/;

/** Where a demo keeps what it is: inside .git, so the checkout stays as a real one would be. */
const recordOf = (directory) => join(directory, '.git', 'chronos-demo.json');

/** What `create` was told about the demo in a directory; undefined when there is none. */
export function readDemo(directory) {
  const file = recordOf(resolve(directory));
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

function baseImages() {
  const root = new URL('../../package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(root, 'utf8'));
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const file = join(cache, 'chronos-rollback', version, 'setup.json');
  if (!existsSync(file))
    throw new DemoError(`the base images are not there yet: run tools/setup first (no ${file})`);
  return JSON.parse(readFileSync(file, 'utf8')).images;
}

function mustBeNew(directory, { project, state }) {
  if (!PROJECT.test(project)) throw new DemoError(`project '${project}' is not accepted: ${PROJECT.source}`);
  for (const place of [directory, state]) {
    if (existsSync(place) && readdirSync(place).length > 0) throw new DemoError(`${place} is not empty`);
  }
  const label = `label=com.docker.compose.project=${project}`;
  const taken = [
    ...dockerList('ps', '-aq', '--filter', label),
    ...dockerList('volume', 'ls', '-q', '--filter', label),
  ];
  if (taken.length > 0)
    throw new DemoError(`project '${project}' has containers or volumes already: ${taken.join(' ')}`);
}

/** Makes the deployment's directory: the repository, .env, and what `deploy` and `clean` have to know. */
export function create({ directory: given, project, rows, state, compose }) {
  const directory = resolve(given);
  const demo = { project, rows, state: resolve(state ?? join('/var/lib/chronos-rollback', project)) };
  mustBeNew(directory, demo);
  const images = baseImages();

  makeRepository(directory);
  writeFileSync(recordOf(directory), JSON.stringify(demo));
  mkdirSync(demo.state, { recursive: true, mode: 0o755 });
  installCheckpoint({ directory, ...demo });
  const settings = {
    COMPOSE_PROJECT_NAME: project,
    NODE_IMAGE: images.node,
    POSTGRES_IMAGE: images.postgres,
    POSTGRES_PASSWORD: randomBytes(18).toString('hex'),
    CHRONOS_ROLLBACK_STATE: demo.state,
    ...(compose && { CHRONOS_COMPOSE: compose }),
  };
  const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}\n`);
  writeFileSync(join(directory, '.env'), lines.join(''), { mode: 0o600 });

  const certificates = process.env.NODE_EXTRA_CA_CERTS;
  if (certificates) copyFileSync(certificates, join(directory, 'build-ca.crt'));
  console.log(`created   ${directory}: project ${project}, releases v1 to v5, state in ${demo.state}`);
}
