import { scenario, type ScenarioName } from '../world/scenarios';
import type { World } from '../world/world';
import type { Ended, Program } from './run';

/** The variable of the environment by whose value the processes of one operator are found. */
export const MARK = 'CHRONOS_CHAOS';

/** Somebody who runs the program on a world, over and over: what kinds break. */
export interface Operator {
  readonly world: World;
  /** The value of MARK in all processes that they start. */
  readonly mark: string;
  /** The directory for temporary files of all that they start. */
  readonly temporary: string;
  /** Previews what is asked for, consents to what the preview shows, and gives the plan's id. */
  plan(config: Readonly<Record<string, string>>): Promise<string>;
  /** Asks for the same as before, but for these keys of the configuration. */
  ask(more: Readonly<Record<string, string>>): void;
  /** Has all processes of further updates see these variables of the environment, too. */
  see(env: NodeJS.ProcessEnv): void;
  /** An update, which may be told to stop somewhere by its environment. */
  up(env?: NodeJS.ProcessEnv): Program;
  /** Whether an update still has their stack, or has left its lock behind. */
  isLocked(): boolean;
  /** What they do after something broke, each time until it has come to its end. */
  again(): Promise<Ended>;
}

/** The id of the plan that a refusal wants consent to. */
export const proposedIn = (text: string): string | undefined => /accepts +(r-[0-9a-f]{8})/.exec(text)?.[1];

/** All that a scenario needs before it is begun: gives the id of its plan. */
export async function prepare(operator: Operator, name: ScenarioName): Promise<string> {
  const { takesBack, ask } = scenario(name);
  if (takesBack === undefined) return operator.plan(ask(operator.world));
  const id = await prepare(operator, takesBack as ScenarioName);
  const done = await operator.up().ended;
  if (done.outputs?.status !== 'recovered')
    throw new Error(`${takesBack} has not come to its end: ${done.text}`);
  return operator.plan({ undo: id });
}
