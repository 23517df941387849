import { setTimeout as sleep } from 'node:timers/promises';
import { FailPoint } from '../harness/failPoint';
import type { Kind, Stage } from '../harness/kind';
import { kill, marked, type Process, stepShell } from '../harness/processes';
import { NAMES } from '../world/scenarios';

/** Waits until what the database has been told so far is done. */
async function quiet({ world }: Stage): Promise<void> {
  for (let turn = 0; turn < 100 && world.postgres.busy() > 0; turn += 1) await sleep(50);
}

/** An update that is stopped at a fail point, where something is done to it, and then let go. */
export async function stopAt(
  stage: Stage,
  point: string,
  act: (program: number, processes: readonly Process[]) => Promise<void> | void,
): Promise<void> {
  const { session, world } = stage;
  const at = new FailPoint(world.parent, point);
  const program = session.up(at.env);
  const first = await Promise.race([at.reached.then(() => 'there'), program.ended]);
  if (first === 'there') {
    await quiet(stage);
    await act(program.pid, marked(session.mark));
  }
  await at.release();
  const { text } = await program.ended;
  if (first !== 'there') throw new Error(`it never came to ${point}: ${text}`);
}

const at = (points: readonly string[]): readonly string[] => [...new Set(points)];

/** The step's shell alone: what it has started goes on, and finds its end by itself. */
const shell: Kind = {
  name: 'shell',
  about: "kill -9 of the step's shell at every fail point, its children live on",
  scenarios: NAMES,
  places: at,
  async breaks(stage, { at: point }) {
    await stopAt(stage, point, (_, processes) => {
      const found = stepShell(processes);
      if (!found) throw new Error(`no shell at ${point}`);
      kill([found]);
    });
    return {};
  },
};

/** The step with all that it has started. */
const tree: Kind = {
  name: 'tree',
  about: 'kill -9 of the step with all its children at every fail point',
  scenarios: NAMES,
  places: at,
  async breaks(stage, { at: point }) {
    await stopAt(stage, point, (program, processes) => kill(processes.filter(({ pid }) => pid !== program)));
    return {};
  },
};

/** The program and the step with all that it has started, as when the machine goes down. */
const all: Kind = {
  name: 'all',
  about: 'kill -9 of program and step with all their children at every fail point',
  scenarios: NAMES,
  places: at,
  async breaks(stage, { at: point }) {
    await stopAt(stage, point, (_, processes) => kill(processes));
    return {};
  },
};

/** After so many journal lines. */
const events: Kind = {
  name: 'events',
  about: 'kill -9 of program and step when the journal has got so many lines',
  scenarios: NAMES,
  places: (points) =>
    Array.from(
      { length: points.filter((point) => /\.(journaled|begun|recorded)$/.test(point)).length },
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
    kill(marked(session.mark));
    await program.ended;
    return {};
  },
};

export const KILLS: readonly Kind[] = [shell, tree, all, events];
