import type { Code } from './codes';
import type { Plan } from './plan';

/** What is worth knowing of a plan and needs no consent. */
export interface Note {
  readonly code: Code;
  readonly what: string;
}

/** Notes as a plan has them: sentences, and the code of each in the same order. */
export const splitNotes = (notes: readonly Note[]): Pick<Plan, 'notes' | 'noteCodes'> => ({
  notes: notes.map(({ what }) => what),
  noteCodes: notes.map(({ code }) => code),
});
