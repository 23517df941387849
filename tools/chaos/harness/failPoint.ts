import { execFileSync } from 'node:child_process';
import { constants, rmSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

/** One armed fail point: the first process that comes to it waits there. */
export class FailPoint {
  private readonly fifo: string;
  private writer: FileHandle | undefined;
  /** Resolves when a process is at the point. */
  readonly reached: Promise<void>;

  constructor(
    directory: string,
    private readonly name: string,
  ) {
    this.fifo = join(directory, `${name}-${process.hrtime.bigint()}`);
    execFileSync('mkfifo', [this.fifo]);
    // Opening a fifo waits for its other end.
    this.reached = open(this.fifo, 'w').then((writer) => {
      this.writer = writer;
    });
  }

  /** What the host scripts need to know of it, see host/lib.sh. */
  get env(): NodeJS.ProcessEnv {
    return { CHRONOS_FAIL_POINT: this.name, CHRONOS_FAIL_AT: this.fifo };
  }

  /** Lets whoever waits go on, and nobody wait any more. */
  async release(): Promise<void> {
    const reader = await open(this.fifo, constants.O_RDONLY | constants.O_NONBLOCK);
    await this.reached;
    rmSync(this.fifo);
    await this.writer?.close();
    await reader.close();
  }
}
