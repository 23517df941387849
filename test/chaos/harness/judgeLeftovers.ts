import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { docker } from '../../support/demo/demo';
import type { World } from '../world/world';
import { servicesOf } from '../world/services';
import { lasting, leftOver } from './processes';
import { type Allowance, type Stage, stuck, type Violation } from './kind';

/** Files of the state directory that are there while something is at work, see docs/journal.md. */
const PASSING = /\.new$|(^|\/)(lease|hold|names|build|staged|half(\.way|\.open)?)$/;

/** Whether nothing lies about: processes, locks, lease, containers, files. */
export async function judgeLeftovers(stage: Stage, allowed: Allowance): Promise<Violation[]> {
  const { world, operators } = stage;
  const processes = await leftOver(operators.map(({ mark }) => mark));
  const files = readdirSync(world.state, { encoding: 'utf8', recursive: true }).filter((name) =>
    PASSING.test(name),
  );
  const builds = operators
    .flatMap(({ temporary }) => readdirSync(temporary))
    .filter((name) => name.startsWith('chronos-build-'));
  return [
    ...processes.map(({ pid, args }) => stuck(`process ${pid} still runs: ${args.join(' ').slice(0, 80)}`)),
    ...(isFree(join(world.state, 'lock')) ? [] : [stuck('the lock is held')]),
    ...files.map((name) => stuck(`left behind: ${name}`)),
    ...builds.map((name) => stuck(`left behind: sources in ${name}`)),
    ...staged(stage).map((name) => stuck(`left behind: ${name} in the database's container`)),
    ...(await commandsInside(world)).map((args) => stuck(`still runs in the database's container: ${args}`)),
    ...gitLocks(world.directory).map((name) => stuck(`git's ${name} is there`)),
    ...operators.filter((one) => one.isLocked()).map(({ mark }) => stuck(`the stack of ${mark} is locked`)),
    ...containers(stage, allowed),
  ];
}

/** What was brought into the database's container for a restore. */
const staged = ({ world }: Stage): string[] =>
  world.postgres
    .run(['ls', '-A', '/tmp'])
    .split('\n')
    .filter((name) => name.startsWith('chronos-rollback'));

/** What runs on beside the server in the database's container, some seconds later. */
async function commandsInside(world: World): Promise<string[]> {
  const found = () =>
    docker('top', world.container('db'), '-eo', 'pid,args')
      .slice(1)
      .map((line) => line.trim().replace(/^\d+\s+/, ''))
      .filter((args) => !/^(postgres|\/\S*\/postgres)\b/.test(args));
  return lasting(found, 25);
}

const gitLocks = (checkout: string): string[] =>
  readdirSync(join(checkout, '.git'), { encoding: 'utf8', recursive: true }).filter((name) =>
    name.endsWith('.lock'),
  );

const isFree = (lock: string): boolean =>
  !existsSync(lock) || spawnSync('flock', ['-n', lock, 'true']).status === 0;

/** One container a service, and of each rollback one stopped probe a link. */
function containers({ world }: Stage, { reprobed }: Allowance): Violation[] {
  const { count, services } = servicesOf(world.project);
  const label = (name: string) => `{{.Label "chronos-rollback.${name}"}}`;
  const probes = docker(
    ...['ps', '-a', '--filter', `label=chronos-rollback.project=${world.project}`],
    ...['--format', `${label('id')} ${label('link')} {{.State}}`],
  );
  const running = probes.filter((probe) => !probe.endsWith('exited'));
  return [
    ...(count === Object.keys(services).length ? [] : [stuck('a service has more than one container')]),
    ...running.map((probe) => stuck(`a probe has not come to its end: ${probe}`)),
    ...(reprobed || new Set(probes).size === probes.length
      ? []
      : [stuck(`left behind: probes ${probes.join(', ')}`)]),
  ];
}
