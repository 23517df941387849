import { fromPromise } from 'xstate';
import type { Decision } from '../model/decision';
import type { Request } from '../model/request';
import type { Step } from '../model/vocabulary';
import type { StepInput } from './context';
import type { Verdict } from '../model/verdict';

/** Whoever carries the lifecycle out. Steps that it lacks stay "not provided" and reject. */
export interface Executor {
  detect(): Promise<Decision>;
  readonly steps: Partial<Record<Step | 'undo', (input: StepInput) => Promise<Verdict>>>;
}

/** The machine's actors from plain asynchronous functions. */
export function actorsOf({ detect, steps }: Executor) {
  const actors = Object.entries(steps).map(
    ([name, work]) => [name, fromPromise<Verdict, StepInput>(({ input }) => work(input))] as const,
  );
  return {
    detect: fromPromise<Decision, { request: Request }>(() => detect()),
    ...(Object.fromEntries(actors) as Record<
      Step | 'undo',
      ReturnType<typeof fromPromise<Verdict, StepInput>>
    >),
  };
}
