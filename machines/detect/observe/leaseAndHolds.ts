import { z } from 'zod';
import { isCommit } from '../../model/plan';

const time = z.string().refine((at) => !Number.isNaN(Date.parse(at)), 'a time');

/** Who is at work on the deployment, between steps as well; docs/journal.md tells of the file. */
const Lease = z.object({
  v: z.literal(1),
  rollback: z.string(),
  /** Which stack it is, and who typed it. */
  holder: z.string(),
  user: z.string(),
  since: time,
  /** The state of the machine, and until when it may take. */
  state: z.string(),
  until: time,
});
export type Lease = Omit<z.infer<typeof Lease>, 'v'>;

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

const Hold = z.object({
  /** The rollback that left it. */
  id: z.string().regex(/^r-/),
  /** What the deployment's own script must not deploy: the release that was left, or any. */
  mode: z.enum(['release', 'all']),
  commit: z.string().default(''),
  since: z.string().default(''),
  operator: z.string().default(''),
  reason: z.string().default(''),
});
export type Hold = z.infer<typeof Hold>;

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
