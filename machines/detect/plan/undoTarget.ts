import { type Plan, rollbackOf } from '../../model/plan';
import type { Release } from '../../model/release';

/** The release that an undo returns to: the target of a plan that is an undo, else where the plan starts from. */
export const undoRelease = ({ action, from, to }: Plan): Release => (action === 'undo' ? to : from);

/** Where an undo returns to: of a plan itself, when it fails, or by the plan of an undo that was asked for. */
export interface UndoTarget {
  /** The rollback that is undone. */
  readonly of: string;
  readonly release: Release;
  /** Each service with the image that it returns to, where it had one. */
  readonly images: readonly (readonly [service: string, image: string | undefined])[];
  /** Each service with the name by which that image was asked for. */
  readonly references: readonly (readonly [service: string, reference: string])[];
  /** Each service with the number of containers that it returns to, where it is not one. */
  readonly scale: readonly (readonly [service: string, containers: number])[];
  /** Each service that ran another release than the one that was checked out, with that commit. */
  readonly runs: readonly (readonly [service: string, commit: string])[];
  /** The Compose files of that release, and those of the one that is undone where they are others. */
  readonly files: readonly string[];
  readonly otherFiles?: readonly string[];
  /** The variables and env files that Compose gets, as that release had them. */
  readonly variables: Readonly<Record<string, string>>;
  readonly envFiles: readonly string[];
}

function filesOfUndo({ action, files, targetFiles }: Plan): Pick<UndoTarget, 'files' | 'otherFiles'> {
  if (targetFiles === undefined) return { files };
  return action === 'undo' ? { files: targetFiles, otherFiles: files } : { files, otherFiles: targetFiles };
}

/** What an undo of a plan, or the plan of an undo, returns to. */
export const undoTarget = (plan: Plan): UndoTarget => ({
  of: rollbackOf(plan),
  release: undoRelease(plan),
  images: plan.services.map(({ service, before, target }) => [
    service,
    plan.action === 'undo' ? target : before,
  ]),
  ...filesOfUndo(plan),
  // Values that a variable had at a third release nobody knows: what is checked out then brings those services up.
  runs: plan.variables
    ? []
    : plan.services.flatMap(({ service, runs }) => (runs ? [[service, runs] as const] : [])),
  variables: (plan.action === 'undo' ? plan.variables?.to : plan.variables?.from) ?? {},
  envFiles: (plan.action === 'undo' ? plan.envFiles : (plan.formerEnvFiles ?? plan.envFiles)) ?? [],
  references: plan.services.map(({ service, reference, was }) => [
    service,
    plan.action === 'undo' ? reference : (was ?? reference),
  ]),
  scale: plan.services.flatMap(({ service, containers }) =>
    containers ? [[service, plan.action === 'undo' ? containers.target : containers.before]] : [],
  ),
});
