import { connect, type Socket } from 'node:net';

/** Where a database is reached; the server takes everybody at his word. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** Milliseconds after which the server gives a statement up. */
  readonly timeout: number;
}

const message = (type: string, body: string): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(4 + Buffer.byteLength(body));
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body)]);
};

/** Version 3.0 of PostgreSQL's protocol: the number 196608, then names and values. */
const hello = ({ user, database, timeout }: Address): Buffer =>
  message(
    '',
    ['\0\x03\0\0user', user, 'database', database, 'options', `-c statement_timeout=${timeout}`, '', ''].join(
      '\0',
    ),
  );

/** A session in the simplest form that PostgreSQL's protocol has; no library's pool or retry lies in between. */
export class Session {
  private readonly socket: Socket;
  private received = Buffer.alloc(0);
  private rows = 0;
  private waiting: ((rows: number) => void) | undefined;

  private constructor(address: Address) {
    this.socket = connect({ ...address, noDelay: true });
    this.socket.on('data', (data: Buffer) => {
      this.received = Buffer.concat([this.received, data]);
      this.read();
    });
    this.socket.on('error', () => undefined).on('close', () => this.answer(-1));
    // A server that does not even end the statement.
    this.socket.setTimeout(2 * address.timeout, () => this.socket.destroy());
  }

  static async open(address: Address): Promise<Session> {
    const session = new Session(address);
    if ((await session.exchange(hello(address))) < 0) throw new Error('refused');
    return session;
  }

  /** How many rows a statement gives. Throws when it fails or is not answered in time. */
  async query(sql: string): Promise<number> {
    const rows = await this.exchange(message('Q', `${sql}\0`));
    if (rows < 0) throw new Error('refused');
    return rows;
  }

  close(): void {
    this.socket.end(message('X', ''));
  }

  private exchange(request: Buffer): Promise<number> {
    return new Promise((resolve) => {
      this.rows = 0;
      this.waiting = resolve;
      if (this.socket.destroyed) this.answer(-1);
      else this.socket.write(request);
    });
  }

  private answer(rows: number): void {
    this.waiting?.(rows);
    this.waiting = undefined;
  }

  /** Takes in whole messages: D is a row, E an error, Z the end of an answer. */
  private read(): void {
    while (this.received.length > 4) {
      const end = 1 + this.received.readInt32BE(1);
      if (this.received.length < end) return;
      const type = String.fromCharCode(this.received[0] ?? 0);
      this.received = this.received.subarray(end);
      if (type === 'D') this.rows += 1;
      if (type === 'Z') this.answer(this.rows);
      if (type === 'E') {
        this.socket.destroy();
        this.answer(-1);
      }
    }
  }
}
