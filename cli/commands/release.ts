import { z } from 'zod';
import { shellQuote } from '../../machines/text/shellQuote';
import { askHost } from '../host/scripts';
import { stateVariables } from '../host/deployment';
import { settingsInFile } from '../pulumi/fileSettings';
import type { Session } from '../pulumi/session';

const Answer = z.object({ summary: z.string() });

/** Removes the hold that a rollback has left, so that its release can be deployed again, and journals who did. */
export async function release({ place, output }: Session, id: string): Promise<number> {
  const values = { ...(await stateVariables(settingsInFile(place))), ROLLBACK: id };
  output.typed(`rm ${shellQuote(`${values.STATE}/holds/${id}`)}`);
  const { summary } = await askHost('commands/release-hold', values, {
    answer: Answer,
    failed: 'the hold has not been released:',
  });
  output.write([`done  ${summary}`]);
  return 0;
}
