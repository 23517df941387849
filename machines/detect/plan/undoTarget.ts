import { type Plan, type Release, rollbackOf } from '../../model/plan';

/** The release that an undo returns to: the target of a plan that is an undo, else where the plan starts from. */
export const undoRelease = ({ action, from, to }: Plan): Release => (action === 'undo' ? to : from);

/** Where an undo returns to: of a plan itself, when it fails, or by the plan of an undo that was asked for. */
export interface UndoTarget {
  /** The rollback that is undone. */
  readonly of: string;
  readonly release: Release;
  /** Each service with the image that it returns to, where it had one. */
  readonly images: readonly (readonly [service: string, image: string | undefined])[];
}

/** What an undo of a plan, or the plan of an undo, returns to. */
export const undoTarget = (plan: Plan): UndoTarget => ({
  of: rollbackOf(plan),
  release: undoRelease(plan),
  images: plan.services.map(({ service, before, target }) => [
    service,
    plan.action === 'undo' ? target : before,
  ]),
});
