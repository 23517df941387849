import type { Tampering } from '../../model/tampering';
import type { Decision } from '../../model/decision';
import type { Facts } from '../../model/facts';
import { refuse } from '../../model/refusal';

/** The id by which an altered journal is acknowledged as it is now, and as nothing else. */
export const acknowledgement = ({ sha256 }: Tampering): string => `r-${sha256.slice(0, 8)}`;

/** What to do about a journal that a newer version has written. */
export const UPDATE =
  'update this tool to the version that wrote it, or a later one; the journal is as it should be';

/**
 * An altered journal blocks everything until an operator acknowledges it, by an id that is good for the
 * file as it is now. The update that does so does nothing else, so that what follows is previewed. What a
 * newer version has written is not altered, and is never acknowledged.
 */
export function alteredJournal(tampered: Tampering, confirm: string, facts: Facts): Decision {
  const id = acknowledgement(tampered);
  const reason = facts.journalError;
  const refused = (...said: Parameters<typeof refuse>) => ({
    kind: 'refused' as const,
    facts,
    refusal: refuse(...said),
  });
  if (tampered.newer) {
    return refused(
      'journal.newer',
      `line ${tampered.line} of the journal was written by a newer version of this tool`,
      UPDATE,
      reason ? { got: reason } : {},
    );
  }
  const { line } = tampered;
  if (confirm !== id) {
    const got = [reason, confirm && `config "confirm" ${confirm}`].filter(Boolean).join('; ');
    return refused(
      'journal.altered',
      `line ${line} of the journal is not as it was written: somebody altered it`,
      [
        'find out who did; keep a copy of the file; to go on with it as it is now: ',
        { do: 'update', for: { confirm: id } },
      ],
      { ...(got ? { got } : {}), accepts: id },
    );
  }
  const decision = refused(
    'journal.acknowledged',
    `line ${line} of the journal is not as it was written: somebody altered it; with this update it is acknowledged as it is now, and nothing else is done`,
    [{ do: 'unset', key: 'confirm' }, ', then ', { do: 'update', for: {} }],
  );
  return { ...decision, acknowledge: tampered };
}
