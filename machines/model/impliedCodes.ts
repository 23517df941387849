import type { Code } from './codes';
import type { End, RiskKind, Step } from './vocabulary';

/** What the lines of older versions, which have no codes, imply: reading gives everything a code. */
const OF_RISK: Readonly<Record<RiskKind, Code>> = {
  lease: 'risk.lease-taken-over',
  drift: 'risk.drift',
  undone: 'risk.undone-before',
  modified: 'risk.modified',
  loss: 'risk.rows-lost',
  tainted: 'risk.other-release',
  sessions: 'risk.sessions',
  writes: 'risk.writes-lost',
};

const OF_CHECK: readonly (readonly [RegExp, Code])[] = [
  [/^commit$/, 'check.commit'],
  [/^image of /, 'check.image'],
  [/^health of /, 'check.health'],
  [/^database container$/, 'check.database-container'],
  [/^database$/, 'check.database'],
  [/^database volume$/, 'check.database-volume'],
  [/^database restored$/, 'check.database-restored'],
  [/^rows as in the backup$/, 'check.rows'],
  [/^database read$/, 'check.database-read'],
  [/^database write$/, 'check.database-write'],
  [/^link of /, 'check.link'],
  [/^probe /, 'check.probe'],
  [/^critical /, 'check.critical'],
];

export const riskCode = (kind: RiskKind): Code => OF_RISK[kind];

/** The health script is checked under its own name, which may be any. */
export const checkCode = (name: string): Code =>
  OF_CHECK.find(([pattern]) => pattern.test(name))?.[1] ?? 'check.health-script';

/** `planned` and `open` are no ends, but stand where ends do. */
export const endCode = (end: End | 'planned' | 'open'): Code => `end.${end}`;

export const failureCode = (step: Step | 'undo'): Code => `${step}.failed`;

/** How the note of a lost journal has always begun. */
const LOSS = /^(the|part of the) journal is lost/;

/** The code of a note on a line of the journal. */
export const noteCode = (text: string): Code => (LOSS.test(text) ? 'note.journal-lost' : 'note.uncoded');

/** A code for each note: those of the line, and where it has none, that it has none. */
export const noteCodes = (notes: readonly string[], codes: readonly string[] = []): string[] =>
  notes.map((_, index) => codes[index] ?? ('note.uncoded' satisfies Code));
