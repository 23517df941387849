import type { Facts } from '../../model/facts';
import type { Note } from '../../model/note';

/** Whether a probe fails by its certificate: this host does not know who has signed it, which other code would not mend. */
export const isUntrusted = ({ probes }: Pick<Facts, 'probes'>, name: string): boolean =>
  probes.some((probe) => probe.name === name && probe.untrusted !== undefined);

/** What could not be asked, of which nobody knows how it fares. */
export const unaskedNotes = ({ unasked = [] }: Facts): Note[] =>
  unasked.map(({ check, why }) => ({ code: 'note.not-asked', what: `${check} cannot be asked: ${why}` }));
