import type { Code } from './codes';
import type { Advice } from './remedy';

/** One thing that is wrong, and what it points to. */
export interface Symptom {
  readonly code: Code;
  readonly what: Advice;
  readonly points: 'disk' | 'database' | 'integrity' | 'network' | 'outside' | 'service' | 'beside';
  /** The service that shows it, when it is one service's. */
  readonly service?: string;
  /** The container that shows it, or the probe. */
  readonly container?: string;
  readonly probe?: string;
}

/** Whether a symptom concerns the release and what it stands on, not a service beside it. */
export const concernsRelease = ({ points }: Symptom): boolean => points !== 'beside';

export interface Diagnosis {
  readonly symptoms: readonly Symptom[];
  /** What would help: a code rollback, work on the infrastructure, a restored database, or nothing is wrong. */
  readonly cause: 'code' | 'infrastructure' | 'database' | 'unknown' | 'healthy';
  /** What is wrong, in one line; where nothing is, what was seen to be well. */
  readonly wrong: Advice;
  /** Why, in one sentence. */
  readonly why: Advice;
}
