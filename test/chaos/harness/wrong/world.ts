import type { ScenarioName } from '../../world/scenarios';
import type { Stage } from '../kind';

/** Something that must not be after a rollback, and what the judges have to say of it, `<violation's kind>: <what>`. */
export interface Wrong {
  readonly says: RegExp;
  /** After which rollback; of the database where nothing is said. */
  readonly scenario?: ScenarioName;
  /** Set where nothing has been begun at all. */
  readonly isUntouched?: boolean;
  make(stage: Stage): void;
}
export type Wrongs = Readonly<Record<string, Wrong>>;

export const sql =
  (text: string, database?: string) =>
  ({ world }: Stage): void => {
    world.postgres.sql(text, database);
  };
/** A new container for a service that is well already. */
export const anew =
  (service: string) =>
  ({ world }: Stage): void =>
    world.up('--no-build', '--no-deps', '--force-recreate', '--wait', service);
