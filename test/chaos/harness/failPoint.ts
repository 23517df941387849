import { execFileSync } from 'node:child_process';
import { constants, renameSync, rmSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

/** One armed fail point, `<name>` or `<name>#<pass>`: the first process that comes to it, or the second, waits there. */
export class FailPoint {
  private readonly fifo: string;
  private readonly name: string;
  private writer: FileHandle | undefined;
  private isReleased = false;
  /** Resolves when a process is at the point. */
  readonly reached: Promise<void>;

  constructor(directory: string, point: string) {
    const [name = '', pass = '1'] = point.split('#');
    this.name = name;
    this.fifo = join(directory, `${name}-${process.hrtime.bigint()}`);
    execFileSync('mkfifo', [this.fifo]);
    this.reached = this.comes(Number(pass));
  }

  private async comes(pass: number): Promise<void> {
    // Opening a fifo waits for its other end.
    const writer = await open(this.fifo, 'w');
    if (pass === 1 || this.isReleased) {
      this.writer = writer;
      return;
    }
    // Whoever comes next waits at another one.
    renameSync(this.fifo, `${this.fifo}-passed`);
    execFileSync('mkfifo', [this.fifo]);
    await writer.close();
    await this.comes(pass - 1);
  }

  /** Whether a process comes to the point before something has ended. */
  comesBefore(ended: Promise<unknown>): Promise<boolean> {
    return Promise.race([this.reached.then(() => true), ended.then(() => false)]);
  }

  /** What the host scripts need to know of it, see host/lib/base.sh. */
  get env(): NodeJS.ProcessEnv {
    return { CHRONOS_FAIL_POINT: this.name, CHRONOS_FAIL_AT: this.fifo };
  }

  /** Lets whoever waits go on, and nobody wait any more. */
  async release(): Promise<void> {
    this.isReleased = true;
    const reader = await open(this.fifo, constants.O_RDONLY | constants.O_NONBLOCK);
    await this.reached;
    rmSync(this.fifo);
    await this.writer?.close();
    await reader.close();
  }
}
