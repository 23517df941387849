import { Daemon } from '../world/daemon';
import { World } from '../world/world';
import type { Ground } from './kind';
import { Runner } from './run';

/** Bytes that a small database server has: its own files, three databases and their log fit in twice. */
const SMALL = 300 << 20;

interface Place {
  readonly runner: Runner;
  readonly world: World;
  readonly daemon?: Daemon;
}

/** Worlds, one a ground; made when they are first needed, and anew once something in them could not be brought back. */
export class Worlds {
  private readonly places = new Map<Ground, Place>();
  private readonly usual = process.env['DOCKER_HOST'];

  async at(ground: Ground = 'usual'): Promise<Runner> {
    const known = this.places.get(ground);
    this.talkTo(known?.daemon);
    if (known) return known.runner;
    const daemon = ground === 'own-docker' ? await this.startDaemon() : undefined;
    this.talkTo(daemon);
    const world = new World({ ...(ground === 'small-disk' && { bytes: SMALL }), ...(daemon && { daemon }) });
    const place = { world, runner: new Runner(world), ...(daemon && { daemon }) };
    this.places.set(ground, place);
    await world.launch();
    return place.runner;
  }

  private async startDaemon(): Promise<Daemon> {
    const daemon = new Daemon();
    try {
      await daemon.start();
      daemon.load();
      return daemon;
    } catch (error) {
      await daemon.remove();
      throw error;
    }
  }

  /** All that calls Docker from here on calls that daemon, or else the machine's own. */
  private talkTo(daemon: Daemon | undefined): void {
    const host = daemon?.host ?? this.usual;
    if (host === undefined) delete process.env['DOCKER_HOST'];
    else process.env['DOCKER_HOST'] = host;
  }

  /** Removes one of them, or all. */
  async drop(grounds: readonly Ground[] = [...this.places.keys()]): Promise<void> {
    for (const ground of grounds) {
      const { runner, daemon } = this.places.get(ground) ?? {};
      this.places.delete(ground);
      this.talkTo(daemon);
      try {
        await daemon?.start();
        runner?.end();
      } finally {
        await daemon?.remove();
        this.talkTo(undefined);
      }
    }
  }
}
