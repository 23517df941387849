import type { ChildProcess } from 'node:child_process';
import { images } from '../../support/host/deployment';
import { docker } from '../../support/demo/demo';
import { until } from '../../support/host/host';
import { dockerEvents } from './dockerEvents';

/** Counts, by Docker's own events, how often the containers of a project are made and restarted. */
export class Creations {
  private child: ChildProcess;
  private seen: { at: number; event: string }[] = [];
  /** In milliseconds since 1970. */
  private since = 0;

  constructor(private readonly project: string) {
    this.child = this.listen();
  }

  private listen(): ChildProcess {
    return dockerEvents(this.project, ['create', 'restart'], ({ at, action, service }) =>
      this.seen.push({ at, event: `${action} ${service}` }),
    );
  }

  /** Whether it still counts: it does not once Docker was gone. */
  get isListening(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  get begun(): Date {
    return new Date(this.since);
  }
  begin(): void {
    if (!this.isListening) this.child = this.listen();
    this.seen = [];
    this.since = Date.now();
  }
  /** Waits for what Docker has on its way: they come in order, so that all of it is there once a container of ours is. */
  async settled(): Promise<void> {
    const mine = `settled-${process.hrtime.bigint()}`;
    const of = (name: string, value: string) => ['--label', `com.docker.compose.${name}=${value}`];
    const labels = [...of('project', this.project), ...of('service', mine), ...of('oneoff', 'False')];
    docker('rm', '-f', ...docker('create', ...labels, images.node));
    await until(() => !this.isListening || this.seen.some(({ event }) => event.endsWith(mine)), 60);
    this.seen = this.seen.filter(({ event }) => !event.endsWith(mine));
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
