import type { Ended } from '../chaos/engine/run';
import type { PulumiOperator } from '../chaos/engine/pulumi';
import { FailPoint } from '../chaos/harness/failPoint';
import { kill, marked } from '../chaos/harness/processes';
import type { World } from '../chaos/world/world';
import type { Turn } from './chains';

/** Plans what a turn asks for, where it asks for something new. Gives the id of the rollback that it is about. */
export async function ask(operator: PulumiOperator, turn: Turn, last: string): Promise<string> {
  if (!turn.ask) return last;
  const asked = turn.ask(operator.world, last);
  const id = await operator.plan(asked);
  return asked['undo'] ? last : id;
}

/** An update that is cut off, or disturbed, at a fail point; gives how it ended. */
export async function update(operator: PulumiOperator, turn: Turn): Promise<Ended> {
  const { world } = operator;
  const point = turn.cutAt ?? turn.meanwhile?.at;
  if (operator.isLocked()) await operator.cancel();
  if (point === undefined) return operator.up().ended;
  const at = new FailPoint(world.parent, point);
  const program = operator.up(at.env);
  if (!(await at.comesBefore(program.ended)))
    throw new Error(`${turn.name} has not come to ${point}: ${JSON.stringify(await program.ended)}`);
  if (turn.cutAt !== undefined) kill(marked(operator.mark));
  turn.meanwhile?.act(world);
  await at.release();
  return program.ended;
}

/** The last outcome that the journal has, or `open`. */
export function standing(world: World): string {
  const last = world.journalText().trimEnd().split('\n').at(-1) ?? '{}';
  const { type, outcome } = JSON.parse(last) as { type?: string; outcome?: string };
  return type === 'outcome' ? (outcome ?? '') : 'open';
}
