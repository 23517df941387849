import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readDemo } from './create.mjs';
import { git, RELEASES } from './repository.mjs';
import { DemoError, docker, dockerList, run } from './run.mjs';

/** The id of a service's container; undefined when there is none. */
function containerOf(project, service) {
  const labels = [`com.docker.compose.project=${project}`, `com.docker.compose.service=${service}`];
  return dockerList('ps', '-q', ...labels.flatMap((label) => ['--filter', `label=${label}`]))[0];
}

/** Fills an empty database. */
function seed({ project, rows }) {
  const psql = ['psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-U', 'chronos_user', '-d', 'chronos_financial'];
  const exec = ['exec', '-i', containerOf(project, 'postgres'), ...psql];
  const accounts = run('docker', [...exec, '-A', '-t', '-c', 'SELECT count(*) FROM accounts']);
  if (accounts !== '0') return;
  const input = readFileSync(join(import.meta.dirname, '..', 'seed.sql'));
  run('docker', [...exec, '-v', `rows=${rows}`], { input });
  console.log(`seeded    ${rows} transactions`);
}

/** Checks a release out and deploys it with CHRONOS's own script, whose exit code it returns. */
export function deploy({ directory: given, release }) {
  const directory = resolve(given);
  const demo = readDemo(directory);
  if (!demo) throw new DemoError(`${directory} is no demo: create it first`);
  if (!RELEASES.some(({ tag }) => tag === release))
    throw new DemoError(`'${release}' is no release: v1 to v5`);

  git(directory, 'checkout', '--quiet', '--detach', release);
  const { status } = spawnSync('./deployment/scripts/deploy.sh', ['production'], {
    cwd: directory,
    stdio: 'inherit',
  });
  if (status === 0) {
    seed(demo);
    const [address] = docker('port', containerOf(demo.project, 'frontend'), '3000').split('\n');
    console.log(`page      http://${address}`);
  }
  return status ?? 1;
}
