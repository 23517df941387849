import { type ChildProcess, spawn } from 'node:child_process';

/** Counts, by Docker's own events, how often the containers of a project are made and restarted. */
export class Creations {
  private readonly child: ChildProcess;
  private seen: { at: number; event: string }[] = [];
  private since = 0;

  constructor(project: string) {
    const format = '{{.TimeNano}} {{.Action}} {{index .Actor.Attributes "com.docker.compose.service"}}';
    const filters = [
      'type=container',
      'event=create',
      'event=restart',
      `label=com.docker.compose.project=${project}`,
      'label=com.docker.compose.oneoff=False',
    ];
    this.child = spawn(
      'docker',
      ['events', ...filters.flatMap((filter) => ['--filter', filter]), '--format', format],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    let rest = '';
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      this.seen.push(...lines.map(read));
    });
  }

  begin(): void {
    this.seen = [];
    this.since = Date.now();
  }
  /** `create api` or `restart api`, in order, since `begin`. */
  get events(): readonly string[] {
    // Those of before may come late.
    return this.seen.filter(({ at }) => at >= this.since).map(({ event }) => event);
  }
  end(): void {
    this.child.kill();
  }
}

/** A line of `docker events`: nanoseconds since 1970, and what happened. */
function read(line: string): { at: number; event: string } {
  const [at = '', ...event] = line.split(' ');
  return { at: Number(at) / 1e6, event: event.join(' ') };
}
