import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { docker } from '../../../support/demo/demo';
import { MARK } from '../../engine/operator';
import type { Wrongs } from './world';

/** Something that runs on for minutes, as a process of the operator's or, without a mark, as nobody's. */
function runOn(mark: string, command: string, ...words: string[]): void {
  spawn(command, words, { env: { ...process.env, [MARK]: mark }, stdio: 'ignore', detached: true }).unref();
}

export const PROCESSES: Wrongs = {
  'sources are left': {
    says: /^stuck: left behind: sources/,
    make: ({ session }) => mkdirSync(join(session.temporary, 'chronos-build-abcdefgh')),
  },
  'the lock is held': {
    says: /^stuck: the lock is held/,
    make: ({ world, session }) =>
      runOn(`${session.mark}-control`, 'flock', join(world.state, 'lock'), 'sleep', '60'),
  },
  'a command runs on in the container': {
    says: /^stuck: still runs in the database's container: sleep 600/,
    make: ({ world }) => void docker('exec', '-d', world.container('db'), 'sleep', '600'),
  },
  'a process runs on': {
    says: /^stuck: process \d+ still runs: sleep/,
    make: ({ session }) => runOn(session.mark, 'sleep', '600'),
  },
};
