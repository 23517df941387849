import type { Outage, Verdict } from '../machines/model/verdict';

/** One line of the timeline: a state of the lifecycle and what it came to. */
export interface TimelineEntry {
  readonly state: string;
  /** By the host's clock, ISO 8601. */
  readonly started: string;
  readonly seconds: number;
  readonly ok: boolean;
  /** Why it failed or was refused. */
  readonly code?: string;
  readonly verdict: string;
}

/** How a step has ended. */
export const timelineEntry = ({ step, started, seconds, ok, code, summary }: Verdict): TimelineEntry => ({
  state: step,
  started,
  seconds,
  ok,
  ...(code !== undefined && !ok ? { code } : {}),
  verdict: summary,
});

/** Seconds in which at least one service was away, of any number of overlapping outages. */
export function downtime(outages: readonly Outage[]): number {
  let total = 0;
  let until = -Infinity;
  for (const { from, to } of [...outages].sort((a, b) => a.from - b.from)) {
    total += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return Math.round(total * 100) / 100;
}

export const outagesOf = (verdicts: readonly Verdict[]): Outage[] =>
  verdicts.flatMap(({ outages }) => outages ?? []);
