import type { Operator } from '../engine/operator';
import type { ScenarioName } from '../world/scenarios';
import type { Standing, World } from '../world/world';
import type { Writer } from '../world/writer';
import type { Creations } from './creations';

export type Engine = 'none' | 'pulumi';

/** What a world stands on: the machine as it is, a small disk under the database, or a Docker daemon of its own. */
export type Ground = 'usual' | 'small-disk' | 'own-docker';

/** One thing that is broken: enough to break it once more. */
export interface Case {
  readonly kind: string;
  readonly scenario: ScenarioName;
  /** What is broken where, in words that the kind knows. */
  readonly at: string;
}

/** What a kind has at hand. */
export interface Stage {
  readonly world: World;
  readonly session: Operator;
  /** All who are at work on this world: the one above, and those whom a kind has added. */
  readonly operators: Operator[];
  readonly creations: Creations;
  readonly before: Standing;
  /** The plan that is broken. */
  readonly id: string;
  /** A client of the database who writes from before the plan until everything has come to its end. */
  readonly writer?: Writer;
}

/** What an invariant found: something is lost, was done twice, or does not come to its end. */
export interface Violation {
  readonly kind: 'lost' | 'doubled' | 'stuck';
  readonly what: string;
}

export const lost = (what: string): Violation => ({ kind: 'lost', what });
export const doubled = (what: string): Violation => ({ kind: 'doubled', what });
export const stuck = (what: string): Violation => ({ kind: 'stuck', what });

/** What a kind allows beyond what every run must come to. */
export interface Allowance {
  /** Ends with nothing done, where what it was to be based on is gone or another. */
  readonly refused?: boolean;
  /** The deployment's containers may be made or restarted more often: who makes them was killed, too. */
  readonly recreated?: boolean;
  /** The database's container may have been started again: its server was killed, or had no room. */
  readonly crashed?: boolean;
  /** The attempt was closed already: an update that knows no state of it makes its probes once more, for nobody. */
  readonly reprobed?: boolean;
  /** A restart that has ended well may be done once more: what it had brought up was replaced. */
  readonly restartedAnew?: boolean;
  /** A line of the journal is another than it was, which was acknowledged. */
  readonly altered?: boolean;
  /** The rollback may be taken back instead of done. */
  readonly undone?: boolean;
  /** How often something was killed. */
  readonly kills?: number;
  /** The fail points at which that was, where it was at such. */
  readonly killed?: readonly string[];
  /** Nothing has met what was broken: told, as such a run shows nothing. */
  readonly idle?: boolean;
  /**
   * It may end as degraded, at the target, where each check that failed, `<name>: <evidence>`, or the reason for which
   * none was made, is one of these.
   */
  readonly degraded?: RegExp;
  /** The plan that was consented to in the end, where it is another one. */
  readonly id?: string;
  /** How often the checkout must be moved once more, as somebody has moved it back. */
  readonly movedBack?: number;
  /** Rollbacks that were begun, and of which the journal knows no more. */
  readonly forgotten?: number;
  /** How everything stood once the kind had changed it, where nothing is to be done from there on. */
  readonly before?: Standing;
  /** What the kind has seen itself that must not be. */
  readonly found?: readonly Violation[];
  /** How it must end, where that is another end than the scenario's. */
  readonly must?: 'undone' | 'degraded' | 'stranded';
  /** What else must be so once everything has come to its end. */
  readonly atEnd?: (stage: Stage) => readonly Violation[];
  /** The kind itself has made these wrong, which the judges must find, each as `<violation's kind>: <what>`. */
  readonly mustFind?: readonly RegExp[];
}

/** A way of breaking things. */
export interface Kind {
  readonly name: string;
  readonly about: string;
  readonly scenarios: readonly ScenarioName[];
  /** What the program runs on: by itself where nothing is said, see engine/program.ts. */
  readonly engine?: Engine;
  /** What it needs to have under the world; the machine as it is where nothing is said. */
  readonly ground?: Ground;
  /** Set to false where `places` does not go by fail points: none are looked for then. */
  readonly needsPoints?: boolean;
  /** Whether a client writes all the while. */
  readonly hasWriter?: boolean;
  /** Where it can break a scenario, of which these are the fail points in their order. */
  places(points: readonly string[], scenario: ScenarioName): readonly string[];
  /** Breaks an update. What it gives back is allowed to happen besides. */
  breaks(stage: Stage, broken: Case): Promise<Allowance>;
}

/** What a kind's program runs on. */
export const engineOf = ({ engine = 'none' }: Kind): Engine => engine;
