import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { addLine } from '../harness/chain';
import type { Allowance, Kind, Stage } from '../harness/kind';
import { each, isBeforeTheEnd, mayFail } from '../harness/points';
import { fillUp } from '../world/mounts';
import { stopAt } from './kills';
import { verifiedNext } from './signals';

/** The disk of a directory is full from a point on, until the update has ended; gives what that said. */
async function fullFrom(stage: Stage, point: string, directory: string, before = () => {}): Promise<string> {
  let free = () => {};
  const said = await stopAt(stage, point, () => {
    before();
    free = fillUp(directory);
  });
  free();
  return said;
}

const PAGE = 4096;

/** On a full disk there is room still in the last page of a file: the journal's is filled with a note. */
function endPage(stage: Stage): void {
  const size = () => Buffer.byteLength(stage.world.journalText());
  const before = size();
  if (before === 0) return;
  const note = (text: string) => addLine(stage, 'note', stage.id, `"text":"${text}"`);
  note('');
  const line = size() - before;
  note('x'.repeat((2 * PAGE - ((size() + line) % PAGE)) % PAGE));
}

/** The journal and the logs of all steps. */
const writtenBy = ({ world }: Stage): string =>
  readdirSync(world.state, { encoding: 'utf8', recursive: true })
    .filter((name) => /\.(log|jsonl)$/.test(name))
    .map((name) => readFileSync(join(world.state, name), 'utf8'))
    .join('\n');

/** Whether an update, a step or the database's server has met it; where nobody has, the run shows nothing. */
const met = (what: RegExp, ...texts: readonly string[]): Allowance =>
  texts.some((text) => what.test(text)) ? {} : { idle: true };

/** The state directory: journal, lease, and logs. */
const state: Kind = {
  name: 'disk-state',
  about: 'the disk of the state directory is full from a fail point on, and has room again for the next run',
  scenarios: ['code', 'database', 'undo-code', 'undo-database'],
  places: (points) => each(points).filter(isBeforeTheEnd),
  async breaks(stage, { at }) {
    const { world } = stage;
    // A reserve that an earlier rollback has made would be given up, and the disk not be full.
    rmSync(join(world.state, 'reserve'), { force: true });
    world.mounts.sized(world.state, 100 << 20);
    const said = await fullFrom(stage, at, world.state, () => endPage(stage));
    const seen = met(/No space left|cannot be written/, said, writtenBy(stage));
    // An undo makes room before it needs any: what it has kept of the checkout goes.
    if (seen.idle && !at.startsWith('undo.')) throw new Error(`nothing has met the full disk: ${said}`);
    // A check of which cannot be written down that it begins is not run.
    return {
      ...seen,
      undone: mayFail(at),
      ...(at.startsWith('verify.') && {
        degraded: /cannot be written down|No space left/,
        ...verifiedNext(stage),
      }),
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
    const said = await stopAt(stage, at, () => world.mounts.readOnly(world.directory));
    world.mounts.clear();
    return {
      undone: !/^(restart|verify|close)\./.test(at),
      ...met(/Read-only file system/, said, writtenBy(stage)),
    };
  },
};

/** What verify may have found where the server answers nobody. */
const DATABASE_AWAY =
  /^(database( (read|write|restored))?:|health of (db|api)|probe api|link of web|critical transfer|deployment\/)/;

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
  scenarios: ['database', 'undo-database'],
  places: inDatabase,
  async breaks(stage, { at }) {
    const { world } = stage;
    const { data } = world.places;
    if (data === undefined) throw new Error('the database has no disk of its own');
    const since = new Date();
    const said = await fullFrom(stage, at, data);
    await world.answersAgain();
    return {
      undone: mayFail(at),
      crashed: true,
      // A server that cannot write answers nobody, verify and the api among them.
      degraded: DATABASE_AWAY,
      ...verifiedNext(stage),
      ...met(/No space left/, said, writtenBy(stage), world.postgres.log(since)),
    };
  },
};

export const DISKS: readonly Kind[] = [state, database, readOnly];
