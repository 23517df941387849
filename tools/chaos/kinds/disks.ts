import type { Kind } from '../harness/kind';
import { fillUp } from '../world/mounts';
import { stopAt } from './kills';
import { inDatabase } from './postgres';

const each = (points: readonly string[]): readonly string[] => [...new Set(points)];

/** The state directory: journal, lease, logs, and the dump that a restore in place takes before. */
const state: Kind = {
  name: 'disk-state',
  about: 'the disk of the state directory is full from a fail point on, and has room again for the next run',
  scenarios: ['code', 'database', 'in-place', 'undo-code', 'undo-database'],
  places: each,
  async breaks(stage, { at }) {
    const { world } = stage;
    world.mounts.sized(world.state, 100 << 20);
    let free = () => {};
    await stopAt(stage, at, () => {
      free = fillUp(world.state);
    });
    free();
    return { undone: true };
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
    let free = () => {};
    await stopAt(stage, at, () => {
      free = fillUp(data);
    });
    free();
    await world.answersAgain();
    return { undone: true };
  },
};

export const DISKS: readonly Kind[] = [state, database, readOnly];
