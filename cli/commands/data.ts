import { factsFrom } from '../host/scripts';
import { settingsInFile } from '../pulumi/fileSettings';
import type { Session } from '../pulumi/session';
import type { Asked } from '../requestOptions';
import { type Consent, up } from './up';

/**
 * Restores a backup at the release that is checked out, which stays. It is named by its whole hash: `HEAD` would be another
 * release after the next deployment. Where git does not tell it, the program says why.
 */
export async function data(
  session: Session,
  plan: string | undefined,
  options: Asked & Consent,
): Promise<number> {
  const { directory } = settingsInFile(session.place).deployment;
  const failed = `which commit is checked out in ${directory} cannot be looked up:`;
  const facts = await factsFrom('read-head', { DIRECTORY: directory }, failed);
  const to = facts.get('git.head') ?? 'HEAD';
  return up(session, plan, { ...options, to, scenario: 'database' });
}
