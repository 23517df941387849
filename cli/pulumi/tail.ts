import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

/** Follows a file that another process appends to. The last call of `read` gets what is left. */
export class Tail {
  readonly #decoder = new StringDecoder('utf8');
  readonly #buffer = Buffer.alloc(64 * 1024);
  #file: number | undefined;

  constructor(
    private readonly path: string,
    private readonly onText: (text: string) => void,
  ) {}

  /** Gives what was added since the last call; nothing while there is no file. */
  read(): void {
    try {
      this.#file ??= openSync(this.path, 'r');
    } catch {
      return;
    }
    for (;;) {
      const count = readSync(this.#file, this.#buffer);
      if (count === 0) return;
      this.onText(this.#decoder.write(this.#buffer.subarray(0, count)));
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}
