import { z } from 'zod';
import { shellQuote } from '../../machines/text/shellQuote';
import { askHost } from '../host/scripts';
import { stateOf } from '../host/deployment';
import { settingsOf } from '../pulumi/settings';
import type { Session } from '../pulumi/session';

const Answer = z.object({ summary: z.string() });

/** Removes the hold that a rollback has left, so that its release can be deployed again, and journals who did. */
export async function release({ place, output }: Session, id: string): Promise<number> {
  const settings = settingsOf(place);
  const state = await stateOf(settings);
  output.typed(`rm ${shellQuote(`${state}/holds/${id}`)}`);
  const values = {
    DIRECTORY: settings.deployment.directory,
    STATE: state,
    ROLLBACK: id,
    OPERATOR: settings.operator,
  };
  const { summary } = await askHost('commands/release-hold', values, {
    answer: Answer,
    failed: 'the hold has not been released:',
  });
  output.write([`done  ${summary}`]);
  return 0;
}
