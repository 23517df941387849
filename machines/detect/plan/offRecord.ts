import type { Settings } from '../../config/schema';
import type { Facts } from '../../model/facts';
import type { Note } from '../../model/note';
import type { Risk } from '../../model/plan';
import { notOnRecord } from '../history/notOnRecord';

/**
 * That what runs is not what the record ends with: asked about where the release before is, which may be another one then; a
 * note where somebody has named the release.
 */
export function whatIsOffRecord(
  { request }: Pick<Settings, 'request'>,
  facts: Facts,
): {
  readonly risks: readonly Risk[];
  readonly notes: readonly Note[];
} {
  const what = notOnRecord(facts);
  if (what === undefined) return { risks: [], notes: [] };
  if (request.commit !== 'previous') return { risks: [], notes: [{ code: 'note.not-on-record', what }] };
  return {
    risks: [
      {
        kind: 'drift',
        code: 'risk.not-on-record',
        what: `${what}; the release before it may be another one than this target`,
      },
    ],
    notes: [],
  };
}
