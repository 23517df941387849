import type { Identity } from '../../compose/identity';
import type { Settings } from '../../config/schema';
import type { Diagnosis } from '../../model/diagnosis';
import type { Facts } from '../../model/facts';
import type { Risk } from '../../model/plan';
import type { DataPlace } from '../../model/dataPlace';
import type { DecidedSettings } from './settingsOfRelease';
import type { Target } from '../../model/target';

/** What a plan is made from; the same input always gives the same plan. */
export interface PlanInput {
  readonly settings: Settings;
  readonly facts: Facts;
  readonly diagnosis: Diagnosis;
  readonly identity: Identity;
  readonly target: Target;
  /** Which settings of the release come up with it; nothing where none are on record. */
  readonly decided?: DecidedSettings | undefined;
  /** What holds the data of the database, where that has no container. */
  readonly data?: readonly DataPlace[] | undefined;
  readonly attempt: number;
  /** What the journal says against it. */
  readonly risks: readonly Risk[];
}
