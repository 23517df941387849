import { readJournal } from '../../audit/journal/attempts';
import { JournalError } from '../../audit/journal/hashChain';
import { acknowledgement, UPDATE } from '../../machines/detect/history/alteredJournal';
import { decodeFacts, factBytes } from '../../machines/detect/observe/decodeFacts';
import type { Journal } from '../../machines/model/attempt';
import { Stop } from '../exit';
import { printedBy } from './scripts';

/** The host's journal; an empty one where there is none yet. Throws a Stop when it cannot be relied on. */
export async function journalIn(state: string): Promise<Journal> {
  const file = `${state}/journal.jsonl`;
  const printed = await printedBy('read-journal', { STATE: state }, `${file} has not been read:`);
  const error = decodeFacts(printed).get('journal.error');
  if (error !== undefined) throw new Stop('journal.unreadable', `${file} cannot be read: ${error}`);
  try {
    return readJournal(factBytes(printed, 'journal.jsonl'));
  } catch (problem) {
    throw problem instanceof JournalError ? unreliable(file, problem) : problem;
  }
}

/** What is wrong with a journal, and the line to type. */
function unreliable(file: string, { message, tampered }: JournalError): Stop {
  const what = `${file} cannot be relied on: ${message}`;
  if (tampered.newer) return new Stop('journal.newer', [what, `DO     ${UPDATE}`]);
  return new Stop('journal.altered', [
    what,
    'Find out who altered it, and keep a copy of the file; to go on with it as it is now:',
    `DO     pulumi up -c confirm=${acknowledgement(tampered)}`,
  ]);
}
