import type { Outputs } from '../../../audit/outputs';
import type { Demo } from './demo';
import { journalOf } from './world';

/** What became of an update. */
export interface Done {
  readonly code: number | null;
  readonly text: string;
  /** The lines that it added to the journal, each as `begin restart` or `outcome recovered`. */
  readonly lines: readonly string[];
  readonly outputs: Outputs;
}

interface Line {
  readonly type: string;
  readonly step?: string;
  readonly ok?: boolean;
  readonly outcome?: string;
}

/** Lines of a journal in few words. */
export const inShort = (journal: string): string[] =>
  journal
    .split('\n')
    .filter(Boolean)
    .map((text) => JSON.parse(text) as Line)
    .map(({ type, step, ok, outcome }) =>
      [type, step, ok === false ? 'failed' : '', outcome].filter(Boolean).join(' '),
    );

/** The lines of steps that all ended well. */
export const wholly = (...steps: string[]): string[] =>
  steps.flatMap((step) => [`begin ${step}`, `end ${step}`]);

/** How often something, in few words, is in a demo's journal. */
export const linesOf = (demo: Demo, what: string): number =>
  inShort(journalOf(demo)).filter((line) => line === what).length;

/** The lines that a demo's journal has got since it was that; it must not have changed otherwise. */
export function linesSince(demo: Demo, before: string): string[] {
  const after = journalOf(demo);
  if (!after.startsWith(before)) throw new Error('the journal was not only appended to');
  return inShort(after.slice(before.length));
}
