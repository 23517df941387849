import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { until } from '../../support/host/host';
import { LEDGER } from './content';
import type { World } from './world';

/**
 * One number after the other, each by a session of its own; whichever is committed is told. It ends with its input. That
 * somebody is connected is part of a plan, so one session more is there all the time. None of it is killed: orphans that
 * are pass for processes of the PostgreSQL that is the container's first one, which restarts for it.
 */
const LOOP = `client() { psql -XAtq -h 127.0.0.1 -U app -d app -w "$@" 2>/dev/null; }
here=$(mktemp)
ticks() { while [ -e "$here" ]; do echo 'SELECT 1;' && sleep 0.3 || return; done; }
(while [ -e "$here" ]; do ticks | client -f - ; sleep 0.1; done) >/dev/null &
n=0
while read -rt 0.25; [ $? -gt 128 ]; do
  n=$((n + 1))
  client -c "INSERT INTO ${LEDGER} VALUES ($n)" && echo "$n"
done
rm "$here"
wait`;

/** How many writes show that it can write. */
const SOME = 3;

/** A client of the database that nobody has told of a rollback, and that goes on whatever happens. */
export class Writer {
  /** The numbers of which the server has said that they are committed. */
  readonly acknowledged: number[] = [];
  private readonly client: ChildProcess;

  /** All of it that runs on this host has `env`, by which it is found. */
  constructor(world: World, env: NodeJS.ProcessEnv) {
    const words = ['exec', '-i', '-e', 'PGPASSWORD=app', world.container('db'), 'bash', '-c', LOOP];
    this.client = spawn('docker', words, {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...process.env, ...env },
    });
    if (this.client.stdout)
      createInterface(this.client.stdout).on('line', (line) => this.acknowledged.push(Number(line)));
  }

  /** Waits for some writes from now on. */
  async goesOn(): Promise<boolean> {
    const wanted = this.acknowledged.length + SOME;
    return until(() => this.acknowledged.length >= wanted, 60).then(
      () => true,
      () => false,
    );
  }

  async stop(): Promise<void> {
    const { exitCode, signalCode } = this.client;
    if (exitCode !== null || signalCode !== null) return;
    this.client.stdin?.end();
    await once(this.client, 'close');
  }
}
