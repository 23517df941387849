import type { UnreadLine } from '../../model/deployRecord';
import type { Facts } from '../../model/facts';
import type { Note } from '../../model/note';

/** The lines of the deploy record that cannot be read and may tell of a release that came up after a time; without one, all. */
export const unreadSince = (
  { unreadRecord = [] }: Pick<Facts, 'unreadRecord'>,
  at: string | undefined,
): readonly UnreadLine[] =>
  unreadRecord.filter(
    ({ before }) => at === undefined || before === undefined || Date.parse(before) > Date.parse(at),
  );

/** The same that may tell of one which came up between two times. */
export const unreadBetween = (
  facts: Pick<Facts, 'unreadRecord'>,
  from: string,
  to: string,
): readonly UnreadLine[] =>
  unreadSince(facts, from).filter(({ after }) => after === undefined || Date.parse(after) < Date.parse(to));

/** Which lines cannot be read, as people are told. */
export const unreadWords = (lines: readonly UnreadLine[]): string =>
  `${lines.length > 1 ? 'lines' : 'line'} ${lines.map(({ line }) => line).join(', ')} of the deploy record cannot be read`;

/** That lines of the deploy record cannot be read; nothing where all can. */
export const unreadRecordNotes = ({ unreadRecord = [] }: Pick<Facts, 'unreadRecord'>): Note[] =>
  unreadRecord.length === 0
    ? []
    : [
        {
          code: 'note.record-unread',
          what: `${unreadWords(unreadRecord)}: what came up then is not known`,
        },
      ];
