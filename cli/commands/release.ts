import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { shellQuote } from '../../machines/text/shellQuote';
import { askHost } from '../host/scripts';
import { settingsOf, stateOf } from '../host/deployment';
import type { Session } from '../pulumi/session';
import { Stop } from '../exit';

const Answer = z.object({ summary: z.string() });

/** Removes the hold that a rollback has left, so that its release can be deployed again, and journals who did. */
export function release({ place, output }: Session, id: string): number {
  const settings = settingsOf(place);
  const state = stateOf(settings);
  const holds = join(state, 'holds');
  if (!existsSync(holds)) throw new Stop('hold.unknown', `there is no hold: ${holds} does not exist`);
  output.typed(`rm ${shellQuote(join(holds, id))}`);
  const values = {
    DIRECTORY: settings.deployment.directory,
    STATE: state,
    ROLLBACK: id,
    OPERATOR: settings.operator,
  };
  const { summary } = askHost('commands/release-hold', values, {
    answer: Answer,
    failed: 'the hold has not been released:',
  });
  output.write([`done  ${summary}`]);
  return 0;
}
