import { z } from 'zod';
import type { Attempt } from '../../machines/model/attempt';
import { namesOf } from '../../machines/postgres/databaseNames';
import { closableAs } from '../../machines/detect/refusals/inPlaceRefusals';
import { holdAfter } from '../../machines/lifecycle/closing';
import { askHost } from '../host/scripts';
import { hostVariables } from '../host/deployment';
import { journalIn } from '../host/journal';
import { settingsInFile } from '../pulumi/fileSettings';
import type { Session } from '../pulumi/session';
import { Stop } from '../exit';

const Answer = z.object({ summary: z.string() });

export interface ClosingState {
  readonly as?: 'undone' | 'degraded';
  readonly reason?: string;
}

/** Puts on record that an operator has brought a rollback to its end which the program itself cannot: as what it stands. */
export async function close(
  { place, output }: Session,
  id: string,
  { as, reason = '' }: ClosingState,
): Promise<number> {
  const settings = settingsInFile(place);
  const deployment = await hostVariables(settings);
  const state = deployment.STATE;
  const { attempts, head = '' } = await journalIn(state);
  const attempt = toClose(id, attempts, state);
  const { plan } = attempt;
  const ends = closableAs(attempt);
  if (!as || !ends.includes(as))
    throw new Stop(
      'cli.usage',
      `--as got ${as ?? 'nothing'}; of rollback ${plan.id} it accepts ${ends.join(', ')}`,
      2,
    );
  const hold = holdAfter(as, plan, settings.hold);
  const values = {
    ...deployment,
    ROLLBACK: plan.id,
    HEAD: head,
    AS: as,
    HIDDEN: namesOf(plan).hidden,
    HOLD: hold.mode,
    HOLD_COMMIT: hold.commit,
    RELEASE: hold.released,
    REASON: reason,
  };
  const failed = `rollback ${plan.id} has not been closed:`;
  const { summary } = await askHost('commands/close-by-hand', values, { answer: Answer, failed });
  output.write([`done  ${summary}; ${state}/journal.jsonl has who said so`]);
  return 0;
}

/** The attempt that is meant: of a rollback whose undo is not over, that undo. Throws a Stop where there is none to close. */
function toClose(id: string, attempts: readonly Attempt[], state: string): Attempt {
  const named = attempts.find(({ plan }) => plan.id === id);
  if (!named) throw new Stop('rollback.unknown', `${state}/journal.jsonl knows no rollback ${id}`);
  const undo = attempts.findLast(({ plan, outcome }) => plan.of === id && outcome !== 'refused');
  const attempt = undo && closableAs(undo).length > 0 ? undo : named;
  if (undo?.outcome === 'undone' || closableAs(attempt).length === 0) throw notToClose(attempt, undo);
  return attempt;
}

function notToClose({ plan, outcome }: Attempt, undo: Attempt | undefined): Stop {
  if (undo?.outcome === 'undone')
    return new Stop('rollback.closed', `rollback ${plan.id} is taken back already, by ${undo.plan.id}`);
  if (outcome === undefined || outcome === 'stranded')
    return new Stop('close.not-by-hand', [
      `rollback ${plan.id} is one that the program brings to its end itself`,
      `DO     ./rollback${outcome === undefined ? ' recover' : ''}`,
    ]);
  return new Stop('rollback.closed', `rollback ${plan.id} is closed already: it ended ${outcome}`);
}
