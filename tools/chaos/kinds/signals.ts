import { setTimeout as sleep } from 'node:timers/promises';
import { FailPoint } from '../harness/failPoint';
import type { Kind } from '../harness/kind';
import { each } from '../harness/points';
import { kill, stepShell } from '../harness/processes';
import { stopAt } from './kills';

/** Where a step that fails is taken back, or has changed nothing: before what was restored has been up. */
const undoable = (points: readonly string[]): readonly string[] =>
  each(points).filter((point) =>
    /^((prepare|stop|restore|revert)\.(?!unrecorded|recorded)|restart\.(begun|watched|named)$)/.test(point),
  );

const term: Kind = {
  name: 'term',
  about: "SIGTERM to the step's shell: it says so, and everything is taken back",
  scenarios: ['code', 'database', 'in-place', 'stop-first'],
  places: undoable,
  async breaks(stage, { at }) {
    await stopAt(stage, at, async (_, processes) => {
      const shell = stepShell(processes);
      if (!shell) throw new Error(`no shell at ${at}`);
      kill([shell], 'SIGTERM');
      await sleep(200);
    });
    if (!stage.world.journalText().includes('was stopped by a signal'))
      throw new Error('no step says that it was stopped by a signal');
    return { undone: true, must: 'undone' };
  },
};

/** Seconds that each step has in an update of which one never ends: more than any needs, or others would fail too. */
const PATIENCE = 15;

const endless: Kind = {
  name: 'endless',
  about: 'a step that never ends: its own watch ends it at the deadline, and everything is taken back',
  scenarios: ['code', 'database', 'in-place'],
  // Its watch begins after `begun`.
  places: (points) => undoable(points).filter((point) => !point.endsWith('.begun')),
  async breaks({ session, world }, { at }) {
    const point = new FailPoint(world.parent, at);
    const steps = ['prepare', 'stop', 'restore', 'revert', 'restart', 'verify', 'undo'];
    session.ask({ timeouts: JSON.stringify(Object.fromEntries(steps.map((step) => [step, PATIENCE]))) });
    const { text } = await session.up(point.env).ended;
    await point.release();
    if (!/out of time|did not come to its end/.test(text))
      throw new Error(`nothing was out of time: ${text}`);
    return { undone: true, must: 'undone' };
  },
};

export const SIGNALS: readonly Kind[] = [term, endless];
