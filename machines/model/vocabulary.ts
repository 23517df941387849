/** The steps of a rollback in the order in which they are passed through. */
export const STEPS = ['prepare', 'stop', 'restore', 'revert', 'restart', 'verify'] as const;
export type Step = (typeof STEPS)[number];

/** How an attempt can end; README.md says what each means for the operator. */
export const ENDS = ['healthy', 'recovered', 'refused', 'degraded', 'undone', 'stranded'] as const;
export type End = (typeof ENDS)[number];

export const SCENARIOS = ['code', 'database', 'infrastructure'] as const;

/**
 * The kinds of risk that need `confirm`: another holder's live lease would be taken over, another release
 * came up since, the request was undone by the operator, what Compose reads is modified locally; rows would
 * leave the live database, or nobody knows how many; another release was up when the backup was taken;
 * somebody besides the app is connected; the app has written to the restored database that is taken back. Older versions
 * stop at a kind that they do not know: a new risk takes a kind that is there, and a code of its own (see planId.ts).
 */
export const RISKS = [
  ...['lease', 'drift', 'undone', 'modified'],
  ...['loss', 'tainted', 'sessions', 'writes'],
] as const;
export type RiskKind = (typeof RISKS)[number];
