import { z } from 'zod';

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

/** The lease as its file has it; none when that is empty or garbled. */
export function parseLease(text: string | undefined): Lease | undefined {
  try {
    const { v: _, ...lease } = Lease.parse(JSON.parse(text ?? ''));
    return lease;
  } catch {
    return undefined;
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

/** Holds from blocks of `name=value` lines with a blank line between; a garbled one holds nothing. */
export function parseHolds(text: string | undefined): Hold[] {
  return (text ?? '').split(/\n{2,}/).flatMap((block) => {
    const pairs = block.split('\n').map((line) => /^([a-z]+)=(.*)$/.exec(line));
    const read = Hold.safeParse(
      Object.fromEntries(pairs.flatMap((pair) => (pair ? [[pair[1] ?? '', pair[2] ?? '']] : []))),
    );
    return read.success ? [read.data] : [];
  });
}
