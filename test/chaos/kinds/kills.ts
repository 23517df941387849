import { setTimeout as sleep } from 'node:timers/promises';
import type { Operator } from '../engine/operator';
import { FailPoint } from '../harness/failPoint';
import { judgeAtOnce, linesGone, linesOf } from '../harness/judge';
import type { Kind, Stage, Violation } from '../harness/kind';
import { each, passes } from '../harness/points';
import { kill, marked, type Process, stepShell } from '../harness/processes';
import { NAMES } from '../world/scenarios';

type Act = (program: number, processes: readonly Process[]) => Promise<void> | void;

/** Waits until what the database has been told so far is done. */
async function quiet({ world }: Stage): Promise<void> {
  for (let turn = 0; turn < 100 && world.postgres.sessions('active') > 0; turn += 1) await sleep(50);
}

/** How an update that was stopped at a fail point came out, or one that never came there. */
interface Stopped {
  readonly isThere: boolean;
  readonly text: string;
}

/** An update that is stopped at a fail point, where something is done to it, and then let go. */
async function stopped(
  stage: Stage,
  point: string,
  act: Act,
  start: Operator['up'] = (env) => stage.session.up(env),
): Promise<Stopped> {
  const { session, world } = stage;
  const at = new FailPoint(world.parent, point);
  const program = start(at.env);
  const isThere = await at.comesBefore(program.ended);
  if (isThere) {
    await quiet(stage);
    await act(program.pid, marked(session.mark));
  }
  await at.release();
  const { text } = await program.ended;
  return { isThere, text };
}

/** The same, where it has to come there; gives what it said. */
export async function stopAt(stage: Stage, point: string, act: Act, start?: Operator['up']): Promise<string> {
  const { isThere, text } = await stopped(stage, point, act, start);
  if (!isThere) throw new Error(`it never came to ${point}: ${text}`);
  return text;
}

/** The step's shell alone: what it has started goes on, and finds its end by itself. */
const killShell: Act = (_, processes) => {
  const found = stepShell(processes);
  if (!found) throw new Error('there is no shell to kill');
  kill([found]);
};
/** Kills processes of which one at least must be there. */
function killSome(processes: readonly Process[]): void {
  if (kill(processes) === 0) throw new Error('nobody was there to kill');
}
/** The step with all that it has started. */
const killTree: Act = (program, processes) => killSome(processes.filter(({ pid }) => pid !== program));
/** The program and the step with all that it has started, as when the machine goes down. */
export const killAll: Act = (_, processes) => killSome(processes);

const killed = (name: string, about: string, act: Act): Kind => ({
  name,
  about,
  scenarios: NAMES,
  places: passes,
  async breaks(stage, { at }) {
    await stopAt(stage, at, act);
    return { kills: 1, killed: [at] };
  },
});

/** How many kills one run has that is killed over and over. */
const KILLS_IN_TURN = 6;

/** Each point is in one of the lists, and each list goes on from the beginning of the rollback to its end. */
const lists = (points: readonly string[]): readonly string[] => {
  const all = each(points);
  const count = Math.ceil(all.length / KILLS_IN_TURN);
  return Array.from({ length: count }, (_, first) =>
    all.filter((__, index) => index % count === first).join(' '),
  );
};

/** A point that the run before has passed for good is not come to again. */
const inTurn: Kind = {
  name: 'in-turn',
  about:
    'kill -9 at one fail point after the other, each in the run that goes on from there: shell, tree, all',
  scenarios: NAMES,
  places: lists,
  async breaks(stage, { at }) {
    const killed: string[] = [];
    const found: Violation[] = [];
    let written = '';
    for (const [index, point] of at.split(' ').entries()) {
      const act = [killShell, killTree, killAll][(at.length + index) % 3] ?? killAll;
      if ((await stopped(stage, point, act)).isThere) killed.push(point);
      found.push(...linesGone(stage, written), ...judgeAtOnce(stage, {}));
      written = linesOf(stage);
    }
    return { kills: killed.length, killed, found };
  },
};

/** After so many journal lines. */
const events: Kind = {
  name: 'events',
  about: 'kill -9 of program and step when the journal has got so many lines',
  scenarios: NAMES,
  places: (points) =>
    Array.from(
      // Behind the last line there may be nobody any more.
      { length: points.filter((point) => /\.(journaled|begun|recorded)$/.test(point)).length - 1 },
      (_, index) => `${index + 1}`,
    ),
  async breaks({ session, world }, { at: line }) {
    const lines = () => world.journalText().split('\n').length - 1;
    const wanted = lines() + Number(line);
    const program = session.up();
    let isOver = false;
    void program.ended.then(() => (isOver = true));
    while (!isOver && lines() < wanted) await sleep(2);
    if (lines() < wanted) throw new Error(`the journal never got ${line} lines more`);
    killSome(marked(session.mark));
    await program.ended;
    return { kills: 1 };
  },
};

export const KILLS: readonly Kind[] = [
  killed('shell', "kill -9 of the step's shell at every fail point, its children live on", killShell),
  killed('tree', 'kill -9 of the step with all its children at every fail point', killTree),
  killed('all', 'kill -9 of program and step with all their children at every fail point', killAll),
  inTurn,
  events,
];
