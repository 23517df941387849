import { createHash } from 'node:crypto';
import { type JournalLine, parseLine } from './lineSchema';
import type { Tampering } from '../../machines/model/tampering';

/** A journal that cannot be relied on; the message names the line. */
export class JournalError extends Error {
  override readonly name = 'JournalError';

  constructor(
    message: string,
    readonly tampered: Tampering,
  ) {
    super(message);
  }
}

const LINE_BREAK = 0x0a;
const sha256Of = (...bytes: readonly Uint8Array[]): string =>
  bytes.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');

/** The lines of a journal that can be read, and the checksum of the last line. */
export interface Chain {
  readonly lines: readonly JournalLine[];
  readonly head?: string;
}

/**
 * Reads the lines of a journal and proves that each follows from the one before it. Throws a JournalError
 * where one does not, or cannot be read, unless a later line acknowledges all up to there as they are.
 * A line of a newer format that fits between its neighbours is nothing that could be acknowledged: without
 * it nobody knows what was done.
 */
export function readChain(journal: string | Uint8Array): Chain {
  const written = linesOf(
    Buffer.from(typeof journal === 'string' ? new TextEncoder().encode(journal) : journal),
  );
  const accepted = acknowledged(written);
  const lines: JournalLine[] = [];
  let head: string | undefined;
  written.forEach((bytes, index) => {
    const read = parseLine(bytes);
    const problem = 'why' in read ? read.why : gap(read, head);
    const own = sha256Of(bytes);
    const newer = 'why' in read && read.newer && fits(read.newer.before, head, own, written[index + 1]);
    if (problem && (newer || index >= accepted))
      throw new JournalError(`line ${index + 1} of the journal ${problem}`, {
        line: index + 1,
        lines: written.length,
        sha256: sha256Of(...written),
        ...(newer ? { newer: true } : {}),
      });
    head = own;
    if (!('why' in read)) lines.push(read);
  });
  return { lines, ...(head ? { head } : {}) };
}

const gap = ({ before }: JournalLine, head: string | undefined): string =>
  before === (head ?? null) ? '' : 'does not follow from the line before it';

/** Whether a line of another format follows from the one before it and the next one from it, as far as they tell. */
function fits(before: unknown, head: string | undefined, own: string, next: Buffer | undefined): boolean {
  const follows = before === undefined || before === (head ?? null);
  const read = next && parseLine(next);
  const told = read && ('why' in read ? read.newer?.before : read.before);
  return follows && (told === undefined || told === own);
}

/** The complete lines, each with its line break. */
function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf(LINE_BREAK); end >= 0; end = bytes.indexOf(LINE_BREAK, start)) {
    lines.push(bytes.subarray(start, end + 1));
    start = end + 1;
  }
  return lines;
}

/** How many lines are accepted as they are: the most that a line after them names with their checksum. */
function acknowledged(lines: readonly Buffer[]): number {
  const hash = createHash('sha256');
  const sums = lines.map((bytes) => hash.update(bytes).copy());
  return lines.reduce((most, bytes, index) => {
    if (!bytes.includes('"type":"acknowledge"')) return most;
    const read = parseLine(bytes);
    if ('why' in read || read.type !== 'acknowledge' || read.lines > index) return most;
    return read.lines > most && sums[read.lines - 1]?.copy().digest('hex') === read.sha256
      ? read.lines
      : most;
  }, 0);
}
