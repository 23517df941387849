import { setTimeout as sleep } from 'node:timers/promises';
import type { Allowance, Kind, Stage } from '../harness/kind';
import { each } from '../harness/points';
import { until } from '../../support/host/host';
import { docker } from '../../support/demo/demo';
import { FailPoint } from '../harness/failPoint';
import { kill, marked, type Process, stepShell } from '../harness/processes';
import { NAMES } from '../world/scenarios';
import { stopAt } from './kills';

/** A kind that does something to an update through the engine while a step is at a fail point. */
const atPoint = (
  name: string,
  about: string,
  act: (program: number, processes: readonly Process[], stage: Stage) => Promise<void> | void,
  allowed: Allowance = { kills: 1 },
  places: Kind['places'] = each,
): Kind => ({
  name,
  about,
  engine: 'pulumi',
  scenarios: NAMES,
  places,
  async breaks(stage, { at }) {
    await stopAt(stage, at, (program, processes) => act(program, processes, stage));
    return allowed;
  },
});

/** Kills processes of which there has to be one at least. */
function killAll(what: string, found: readonly Process[]): void {
  if (found.length === 0) throw new Error(`there is no ${what} to kill`);
  kill(found);
}

/** While a container that it has made asks a service, which lets it wait. */
const probing: Kind = {
  name: 'docker-plugin-busy',
  about: 'kill -9 of the docker plugin while a container of its own probes a link',
  engine: 'pulumi',
  scenarios: ['code', 'script', 'build', 'database', 'stop-first'],
  needsPoints: false,
  places: () => ['a link is probed'],
  async breaks({ world, session }) {
    const at = new FailPoint(world.parent, 'restart.recorded');
    const program = session.up(at.env);
    await Promise.race([at.reached, program.ended]);
    world.script('hold', true);
    await at.release();
    const running = ['ps', '-q', '--filter', `label=chronos-rollback.project=${world.project}`];
    await until(() => docker(...running).length > 0, 60);
    killAll('docker plugin', marked(session.mark).filter(runs('pulumi-resource-docker')));
    world.script('hold', false);
    await program.ended;
    await until(() => docker(...running).length === 0, 60);
    return { kills: 1 };
  },
};

const runs =
  (name: string) =>
  ({ args }: Process): boolean =>
    args.some((word) => word.includes(name));

/** The step's shell, and all that it has started. */
function stepOf(processes: readonly Process[]): Process[] {
  const shell = stepShell(processes);
  const tree = shell ? [shell] : [];
  for (const { pid } of tree) tree.push(...processes.filter(({ parent }) => parent === pid));
  return tree;
}

/** Waits until the engine has passed a signal on to the step. */
async function gone({ mark }: Stage['session'], step: readonly Process[]): Promise<void> {
  const lives = () => marked(mark).some(({ pid }) => step.some((one) => one.pid === pid));
  for (let turn = 0; turn < 200 && lives(); turn += 1) await sleep(100);
  if (lives()) throw new Error('the signal has not come to the step');
}

/** A step that has come to its verdict is not stopped any more. */
const stoppable = (points: readonly string[]): readonly string[] =>
  each(points).filter((point) => !/recorded$/.test(point));

const signal = (name: string, about: string, send: (program: number) => void): Kind =>
  atPoint(
    name,
    about,
    async (program, processes, { session }) => {
      const shell = stepShell(processes);
      if (!shell) throw new Error('no step is at work');
      send(program);
      await gone(session, [shell]);
    },
    {},
    stoppable,
  );

export const PULUMI: readonly Kind[] = [
  atPoint('cli', 'kill -9 of the pulumi CLI at every fail point, the step goes on', (program) => {
    process.kill(program, 'SIGKILL');
  }),
  atPoint(
    'cli-and-step',
    'kill -9 of the CLI and of the step with all its children',
    (program, processes) => {
      process.kill(program, 'SIGKILL');
      killAll('step', stepOf(processes));
    },
  ),
  atPoint('plugin', 'kill -9 of the command plugin that runs the step, which goes on', (_, processes) =>
    killAll('command plugin', processes.filter(runs('pulumi-resource-command'))),
  ),
  atPoint(
    'docker-plugin',
    'kill -9 of the docker plugin, which pins images and probes links',
    (_, processes) => killAll('docker plugin', processes.filter(runs('pulumi-resource-docker'))),
    { kills: 1 },
    // It is started by the first resource that is its own, once the attempt is open.
    (points) => each(points).filter((point) => !point.startsWith('open.')),
  ),
  probing,
  atPoint('language-host', 'kill -9 of the language host and of the program in it', (_, processes) =>
    killAll('language host', [
      ...processes.filter(runs('pulumi-language-nodejs')),
      ...processes.filter(runs('@pulumi/pulumi/cmd/run')),
    ]),
  ),
  atPoint(
    'sighup',
    'SIGHUP to all that a terminal has started, as when a connection ends: the CLI ends at once',
    (program) => {
      process.kill(-program, 'SIGHUP');
    },
    { undone: true },
  ),
  signal('sigint', 'Ctrl-C, once, while a step works', (program) => process.kill(-program, 'SIGINT')),
  signal('sigterm', 'SIGTERM to the CLI while a step works', (program) => process.kill(program, 'SIGTERM')),
];
