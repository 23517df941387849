import { journalIn, settingsOf, stateOf } from '../host';
import type { Door } from '../open';
import { stackOutputs } from '../stackOutputs';
import { Stop } from '../stop';
import { toldAttempt } from '../told';

/** One rollback in full; the newest, when none is named. */
export function report(door: Door, id?: string): number {
  const outputs = stackOutputs(door);
  const state = stateOf(settingsOf(door.place));
  const { attempts } = journalIn(state);
  const attempt = id ? attempts.find(({ plan }) => plan.id === id) : attempts.at(-1);
  if (!attempt) {
    const known = attempts.map(({ plan }) => plan.id).reverse();
    throw new Stop(
      known.length === 0
        ? `no rollback has been made on this host: ${state}/journal.jsonl has none`
        : `${state}/journal.jsonl knows no rollback ${id}; it has ${known.slice(0, 8).join(', ')}${known.length > 8 ? ', …' : ''}`,
    );
  }
  door.paper.write(toldAttempt(attempt));
  const isLast = outputs.plan && (outputs.plan as { id?: string }).id === attempt.plan.id;
  if (isLast && outputs.next) door.paper.write([`DO     ${outputs.next}`]);
  return 0;
}
