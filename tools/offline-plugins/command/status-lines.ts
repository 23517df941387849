import { StringDecoder } from 'node:string_decoder';

const MANY = 100;
const AT_ONCE = 1000;
const LONG = 16 * 1024;

/**
 * Hands output on, line by line and in order, while it appears. Where lines come faster than they
 * can be shown, several go as one message; a very long line is shown in part.
 */
export class StatusLines {
  #decoder = new StringDecoder();
  #rest = '';
  #waiting: string[] = [];
  #sending: Promise<void> | undefined;

  constructor(private readonly send: (message: string) => Promise<void>) {}

  push(chunk: Buffer): void {
    const lines = (this.#rest + this.#decoder.write(chunk)).split('\n');
    this.#rest = (lines.pop() ?? '').slice(0, LONG);
    this.#waiting.push(...lines.map((line) => line.replace(/\r$/, '').slice(0, LONG)));
    this.#start();
  }

  /** Resolves when everything, the last unfinished line included, has been handed on. */
  async end(): Promise<void> {
    if (this.#rest) this.#waiting.push(this.#rest);
    this.#rest = '';
    while (this.#waiting.length > 0 || this.#sending) await this.#start();
  }

  #start(): Promise<void> {
    return (this.#sending ??= this.#drain().finally(() => (this.#sending = undefined)));
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const taken = this.#waiting.splice(0, this.#waiting.length > MANY ? AT_ONCE : 1);
      await this.send(taken.join('\n'));
    }
  }
}
