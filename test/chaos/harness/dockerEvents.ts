import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Something that Docker has done with a container of a project. */
export interface DockerEvent {
  /** In milliseconds since 1970, by Docker's clock. */
  readonly at: number;
  /** `create`, `kill`; of a command that runs in a container `exec_start: pg_dump -Fc …`. */
  readonly action: string;
  readonly service: string;
}

/** Tells of what Docker does from now on with the containers of a project's services, as long as it runs. */
export function dockerEvents(
  project: string,
  actions: readonly string[],
  tell: (event: DockerEvent) => void,
): ChildProcess {
  const filters = [
    'type=container',
    ...actions.map((action) => `event=${action}`),
    `label=com.docker.compose.project=${project}`,
    'label=com.docker.compose.oneoff=False',
  ];
  const format = '{{.TimeNano}} {{index .Actor.Attributes "com.docker.compose.service"}} {{.Action}}';
  const since = `${Date.now() / 1000}`;
  const words = ['events', '--since', since, ...filters.flatMap((filter) => ['--filter', filter])];
  const child = spawn('docker', [...words, '--format', format], { stdio: ['ignore', 'pipe', 'ignore'] });
  createInterface(child.stdout).on('line', (line) => {
    const [nanoseconds = '', service = '', ...action] = line.split(' ');
    tell({ at: Number(nanoseconds) / 1e6, service, action: action.join(' ') });
  });
  return child;
}
