import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** Counts, by Docker's own events, how often the containers of a project are made and restarted. */
export class Creations {
  private child: ChildProcess;
  private seen: { at: number; event: string }[] = [];
  private since = 0;

  constructor(private readonly project: string) {
    this.child = this.listen();
  }

  private listen(): ChildProcess {
    const format = '{{.TimeNano}} {{.Action}} {{index .Actor.Attributes "com.docker.compose.service"}}';
    const filters = [
      'type=container',
      'event=create',
      'event=restart',
      `label=com.docker.compose.project=${this.project}`,
      'label=com.docker.compose.oneoff=False',
    ];
    const child = spawn(
      'docker',
      [
        'events',
        '--since',
        `${Date.now() / 1000}`,
        ...filters.flatMap((filter) => ['--filter', filter]),
        '--format',
        format,
      ],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      this.seen.push(...lines.map(read));
    });
    return child;
  }

  /** Whether it still counts: it does not once Docker was gone. */
  get isListening(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  begin(): void {
    if (!this.isListening) this.child = this.listen();
    this.seen = [];
    this.since = Date.now();
  }
  /** Waits for what Docker has on its way: nobody knows when all of it has come. */
  async settled(): Promise<void> {
    await sleep(500);
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
