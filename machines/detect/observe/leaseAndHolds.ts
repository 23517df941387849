import { isCommit } from '../../model/release';
import { Hold, Lease } from '../../model/lease';

/** The lease as its file has it; one that is empty or garbled is none, and said to be unreadable. */
export function parseLease(text: string | undefined): { lease?: Lease; unreadableLease?: true } {
  if (text === undefined) return {};
  try {
    const { v: _, ...lease } = Lease.parse(JSON.parse(text));
    return { lease };
  } catch {
    return { unreadableLease: true };
  }
}

/** A file that the deploy script takes for a hold; docs/journal.md names it. */
const isHoldFile = (id: string): boolean => /^r-[0-9a-f]{8}$/.test(id);

/**
 * Holds from blocks of `name=value` lines with a blank line between, and the ids of those that cannot be
 * read: the deploy script takes such a one as meant for every deployment. Of other files it reads nothing.
 */
export function parseHolds(text: string | undefined): { holds: Hold[]; unreadableHolds: string[] } {
  const holds: Hold[] = [];
  const unreadableHolds: string[] = [];
  for (const block of (text ?? '').split(/\n{2,}(?=id=)/)) {
    const pairs = block.split('\n').flatMap((line) => {
      const [, name, value] = /^([a-z]+)=(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value ?? ''] as const];
    });
    // Of a name that comes twice the deploy script takes the first.
    const fields = Object.fromEntries(pairs.reverse());
    const { data } = Hold.safeParse(fields);
    const id = fields['id'] ?? '';
    if (data && (data.mode === 'all' || isCommit(data.commit))) holds.push(data);
    else if (isHoldFile(id) && fields['mode'] !== 'none') unreadableHolds.push(id);
  }
  return { holds, unreadableHolds };
}
