import { basename } from 'node:path';
import type { Identity } from '../../compose/identity';
import { lookedAt } from '../../compose/project';
import type { Settings } from '../../config/schema';
import { ownStateDirectory, stateDirectory } from '../../config/stateDirectory';
import type { Facts } from '../../model/facts';
import type { Refusal } from '../../model/refusal';

/** Without the journal nobody knows what is open or done, so nothing is begun. */
export function unreadableJournal(
  settings: Settings,
  { journalError = '', projects, directory = '' }: Facts,
): Refusal {
  const project = lookedAt(settings.deployment.project, projects) ?? basename(directory);
  const journal = `${stateDirectory(settings, project)}/journal.jsonl`;
  return {
    code: 'journal.unreadable',
    what: `the journal cannot be relied on: ${journalError}`,
    got: journal,
    accepts: 'a journal of which every line can be read and follows from the one before',
    next: `look at the line named in ${journal}; keep the file: it is the record of all rollbacks here`,
  };
}

/** One state directory is one project's: what another has begun is not finished here. */
export function foreignJournal(
  settings: Settings,
  { project }: Identity,
  { attempts }: Facts,
): Refusal | undefined {
  const other = attempts.find(({ plan }) => plan.project !== project);
  if (!other) return undefined;
  return {
    code: 'journal.other-project',
    what: `the journal is of another project: rollback ${other.plan.id} was one of ${other.plan.project}`,
    got: `${stateDirectory(settings, project)}, and the project ${project}`,
    accepts: `a state directory of ${project}'s own`,
    next: { do: 'set', key: 'deployment.stateDirectory', value: ownStateDirectory(project) },
  };
}
