import { CHECK_CODES } from './codes/checks';
import { CHECKPOINT_CODES } from './codes/checkpoint';
import { END_CODES } from './codes/ends';
import { FRONT_DOOR_CODES } from './codes/frontDoor';
import { NOTE_CODES } from './codes/notes';
import { REFUSAL_CODES } from './codes/refusals';
import { RISK_CODES } from './codes/risks';
import { STEP_FAILURE_CODES } from './codes/stepFailures';
import { SYMPTOM_CODES } from './codes/symptoms';

/** The codes by family, in the order of docs/codes.md, which is made from this list. */
export const CODE_FAMILIES = {
  ends: END_CODES,
  refusals: REFUSAL_CODES,
  risks: RISK_CODES,
  symptoms: SYMPTOM_CODES,
  checks: CHECK_CODES,
  notes: NOTE_CODES,
  'step failures': STEP_FAILURE_CODES,
  'front door': FRONT_DOOR_CODES,
  checkpoint: CHECKPOINT_CODES,
} as const;

/**
 * Every code with what it means for an operator. Codes are for programs and never change their meaning; the words of
 * messages may.
 */
export const CODES = {
  ...END_CODES,
  ...REFUSAL_CODES,
  ...RISK_CODES,
  ...SYMPTOM_CODES,
  ...CHECK_CODES,
  ...NOTE_CODES,
  ...STEP_FAILURE_CODES,
  ...FRONT_DOOR_CODES,
  ...CHECKPOINT_CODES,
} as const;

export type Code = keyof typeof CODES;

export const isCode = (text: unknown): text is Code => typeof text === 'string' && Object.hasOwn(CODES, text);

/** The code of something that was thrown; another where it has none. */
export const codeOf = (error: unknown, other: Code): Code =>
  error instanceof Error && 'code' in error && isCode(error.code) ? error.code : other;
