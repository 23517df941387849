import type { Kind, Stage } from '../harness/kind';
import { each } from '../harness/points';
import { fillUp } from '../world/mounts';
import { stopAt } from './kills';

/** The disk of a directory is full from a point on, until the update has ended. */
async function fullFrom(stage: Stage, point: string, directory: string): Promise<void> {
  let free = () => {};
  await stopAt(stage, point, () => {
    free = fillUp(directory);
  });
  free();
}

/** The state directory: journal, lease, logs, and the dump that a restore in place takes before. */
const state: Kind = {
  name: 'disk-state',
  about: 'the disk of the state directory is full from a fail point on, and has room again for the next run',
  scenarios: ['code', 'database', 'in-place', 'undo-code', 'undo-database'],
  places: each,
  async breaks(stage, { at }) {
    const { world } = stage;
    world.mounts.sized(world.state, 100 << 20);
    await fullFrom(stage, at, world.state);
    // A check of which cannot be written down that it begins is not run.
    return {
      undone: true,
      ...(at.startsWith('verify.') && { degraded: /cannot be written down|No space left/ }),
    };
  },
};

/** The checkout, whatever of a rollback is at work. */
const readOnly: Kind = {
  name: 'read-only',
  about: 'the checkout is read-only from a fail point on, and can be written again for the next run',
  scenarios: ['code', 'database', 'undo-code'],
  places: each,
  async breaks(stage, { at }) {
    const { world } = stage;
    await stopAt(stage, at, () => world.mounts.readOnly(world.directory));
    world.mounts.clear();
    return { undone: true };
  },
};

const DATABASE_AWAY =
  /^(database (read|write|restored)|health of (db|api)|probe api|link of web|critical transfer|deployment\/)/;

/** Those at which the database is being worked on. */
const inDatabase = (points: readonly string[]): readonly string[] =>
  each(points).filter(
    (point) => /^(prepare\.(s|c)|restore\.|undo\.)/.test(point) && !/recorded$/.test(point),
  );

/** The database's own. Docker starts a server that cannot even write its log, again and again, until there is room. */
const database: Kind = {
  name: 'disk-database',
  about: "the disk of the database's files is full from a fail point on, and has room again for the next run",
  ground: 'small-disk',
  scenarios: ['database', 'in-place', 'undo-database', 'undo-in-place'],
  places: inDatabase,
  async breaks(stage, { at }) {
    const { world } = stage;
    const { data } = world.places;
    if (data === undefined) throw new Error('the database has no disk of its own');
    await fullFrom(stage, at, data);
    await world.answersAgain();
    // A server that cannot write answers nobody, verify and the api among them.
    return { undone: true, degraded: DATABASE_AWAY };
  },
};

export const DISKS: readonly Kind[] = [state, database, readOnly];
