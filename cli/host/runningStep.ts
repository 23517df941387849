import { factsFrom } from './scripts';

/** A step that runs on the host. */
export interface RunningStep {
  /** Of its first process; none where that is another user's. */
  readonly pid?: number;
  readonly command?: string;
  /** What the journal says was begun last in the rollback, and until when it may take. */
  readonly begun?: BegunStep;
}

interface BegunStep {
  readonly step: string;
  readonly until: Date;
}

/** The step that is at work, if there is one: whoever holds the lock of the state directory. */
export async function runningStep(state: string, rollback = ''): Promise<RunningStep | undefined> {
  const failed = 'whether a step still runs on the host is not known:';
  const facts = await factsFrom('running-step', { STATE: state, ROLLBACK: rollback || '-' }, failed);
  if (!facts.has('held')) return undefined;
  const begun = begunStep(facts.get('begun'), facts.get('deadlines'));
  const command = facts.get('command')?.split('\0').filter(Boolean).join(' ');
  const pid = facts.get('pid');
  return { ...(pid && { pid: Number(pid) }), ...(command && { command }), ...(begun && { begun }) };
}

/** Reads a line that journals a begin, and lines of the form `step=seconds`. */
function begunStep(begun: string | undefined, deadlines = ''): BegunStep | undefined {
  if (!begun) return undefined;
  const { step, at } = JSON.parse(begun) as { step: string; at: string };
  const seconds = Number(new RegExp(`^${step}=(\\d+)$`, 'm').exec(deadlines)?.[1] ?? 0);
  return { step, until: new Date(Date.parse(at) + 1000 * seconds) };
}
