import type { Attempt } from '../../../machines/model/attempt';
import type { Ended } from '../engine/run';
import type { Scenario } from '../world/scenarios';
import { outcomeAt } from './judge';
import { type Allowance, doubled, type Stage, stuck, type Violation } from './kind';

/** How many further updates what was broken has for coming to its end. */
export const TRIES = 3;

/** How many updates may be needed: one more to consent to what is told, as to the undo of what is stranded, or to try once more. */
export const mostUpdates = ({ undone, refused, forgotten }: Allowance): number => {
  if (refused || forgotten !== undefined) return TRIES;
  return undone ? 2 : 1;
};

/**
 * An update that calls an end another than the journal has it, or whose exit code does. To ask for what was taken back
 * needs consent, and what has ended as degraded is verified once more.
 */
export function misled(outcome: Attempt['outcome'], asked: Scenario, ended: Ended): Violation[] {
  const says = ended.outputs?.status;
  const isSo =
    says === (outcome ?? 'refused') ||
    (outcome === 'degraded' && says === 'recovered') ||
    ((outcome === 'undone' || outcome === 'degraded') && says === 'refused');
  const isGood =
    says === 'recovered' || says === 'healthy' || (says === 'undone' && asked.takesBack !== undefined);
  return [
    ...(isSo ? [] : [stuck(`it is ${outcome ?? 'not begun'}, and the update says ${says}: ${ended.text}`)]),
    ...((ended.code === 0) === isGood ? [] : [stuck(`it says ${says} and ends with ${ended.code}`)]),
  ];
}

/** The same once more, with all that the stack has been through: it finds everything done. What is degraded it would verify again. */
export async function onceMore(stage: Stage, asked: Scenario): Promise<Violation[]> {
  const outcome = outcomeAt(stage);
  if (outcome === 'degraded') return [];
  const before = stage.world.journalText();
  const ended = await stage.session.up().ended;
  return [
    ...misled(outcome, asked, ended),
    ...(stage.world.journalText() === before
      ? []
      : [doubled(`once more, it has begun again: ${ended.text}`)]),
  ];
}
