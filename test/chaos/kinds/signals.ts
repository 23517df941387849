import { setTimeout as sleep } from 'node:timers/promises';
import { readJournal } from '../../../audit/journal/attempts';
import { STEPS } from '../../../machines/model/vocabulary';
import { outcomeAt } from '../harness/judge';
import { FailPoint } from '../harness/failPoint';
import { type Allowance, type Kind, type Stage, stuck, type Violation } from '../harness/kind';
import { each } from '../harness/points';
import { kill, stepShell } from '../harness/processes';
import { stopAt } from './kills';

/** Where a step that fails is taken back, or has changed nothing: before what was restored has been up. */
const undoable = (points: readonly string[]): readonly string[] =>
  each(points).filter((point) =>
    /^((prepare|stop|restore|revert)\.(?!unrecorded|recorded)|restart\.(begun|watched|named)$)/.test(point),
  );

/** What ends within verify has been looked at by nobody: the next update verifies. What ends within an undo is stranded. */
const isStillToEnd = (point: string): boolean => /^(verify|undo)\.(?!unrecorded|recorded)/.test(point);

/** What a step that was stopped there leads to, right then and in the end. */
function comesTo(point: string): Allowance {
  if (point.startsWith('undo.')) return { undone: true, must: 'stranded' };
  if (!point.startsWith('verify.')) return { undone: true, must: 'undone' };
  return { must: 'degraded', degraded: /^verify was stopped by a signal$/, atEnd: isVerified };
}

const isVerified = ({ world }: Stage): Violation[] =>
  readJournal(world.journalText()).attempts.at(-1)?.outcome === 'recovered'
    ? []
    : [stuck('what was not verified has not been verified by the next update')];

/**
 * What has ended as degraded while something was broken is verified by the next update, as long as that is about the same
 * request: the consent was to what has ended. A restart would be another one, and what is to be taken back has no target.
 */
export function verifiedNext(stage: Stage): Allowance {
  const { plan } = readJournal(stage.world.journalText()).attempts.at(-1) ?? {};
  if (outcomeAt(stage) !== 'degraded' || plan?.action !== 'rollback' || plan.scenario === 'infrastructure')
    return {};
  stage.session.ask({ confirm: '' });
  return { atEnd: isVerified };
}

const term: Kind = {
  name: 'term',
  about:
    "SIGTERM to the step's shell: it says so, and everything is taken back; in verify the next update verifies",
  scenarios: ['code', 'database', 'stop-first', 'undo-code', 'undo-database'],
  places: (points) => [...undoable(points), ...each(points).filter(isStillToEnd)],
  async breaks(stage, { at }) {
    await stopAt(stage, at, async (_, processes) => {
      const shell = stepShell(processes);
      if (!shell) throw new Error(`no shell at ${at}`);
      kill([shell], 'SIGTERM');
      await sleep(200);
    });
    if (!stage.world.journalText().includes('was stopped by a signal'))
      throw new Error('no step says that it was stopped by a signal');
    // The consent was to what has ended as degraded by then.
    if (at.startsWith('verify.')) stage.session.ask({ confirm: '' });
    return comesTo(at);
  },
};

/** The configuration in which each step has so many seconds. */
export function patient(seconds: number): string {
  return JSON.stringify(Object.fromEntries([...STEPS, 'undo'].map((step) => [step, seconds])));
}

/** Seconds that each step has in an update of which one never ends: more than any needs, or others would fail too. */
const PATIENCE = 15;

const endless: Kind = {
  name: 'endless',
  about: 'a step that never ends: its own watch ends it at the deadline, and everything is taken back',
  scenarios: ['code', 'database'],
  // Its watch begins after `begun`.
  places: (points) => undoable(points).filter((point) => !point.endsWith('.begun')),
  async breaks({ session, world }, { at }) {
    const point = new FailPoint(world.parent, at);
    session.ask({ timeouts: patient(PATIENCE) });
    const { text } = await session.up(point.env).ended;
    await point.release();
    if (!/out of time|did not come to its end/.test(text))
      throw new Error(`nothing was out of time: ${text}`);
    return { undone: true, must: 'undone' };
  },
};

export const SIGNALS: readonly Kind[] = [term, endless];
