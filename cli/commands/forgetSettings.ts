import { z } from 'zod';
import { hostVariables } from '../host/deployment';
import { askHost } from '../host/scripts';
import { settingsInFile } from '../pulumi/fileSettings';
import type { Session } from '../pulumi/session';

const Answer = z.object({ summary: z.string() });

/** Removes the kept files with the settings of a release on record, by its number; its line stays. */
export async function forgetSettings({ place, output }: Session, number: string): Promise<number> {
  const values = await hostVariables(settingsInFile(place));
  const { summary } = await askHost(
    'commands/forget-settings',
    { ...values, NUMBER: number },
    { answer: Answer, failed: 'nothing is forgotten:' },
  );
  output.write([`done  ${summary}`]);
  return 0;
}
