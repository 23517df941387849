import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { lost, type Stage, type Violation } from './kind';

const sumOf = (line: string): string => createHash('sha256').update(`${line}\n`).digest('hex');

/** Whether each line has the checksum of the one before it, reckoned by ourselves. */
export function judgeChain(text: string): Violation[] {
  const lines = text.split('\n').slice(0, -1);
  const isNext = (line: string, index: number): boolean => {
    const before = lines[index - 1];
    return (JSON.parse(line) as { before: unknown }).before === (before === undefined ? null : sumOf(before));
  };
  return lines.flatMap((line, index) =>
    isNext(line, index) ? [] : [lost(`line ${index + 1} of the journal does not follow the one before it`)],
  );
}

/** Adds a line that fits. */
export function addLine({ world }: Stage, type: string, rollback: string, fields: string): void {
  const before = sumOf(world.journalText().split('\n').at(-2) ?? '');
  const at = new Date().toISOString();
  const line = `{"v":1,"type":"${type}","rollback":"${rollback}","at":"${at}",${fields},"before":"${before}"}\n`;
  appendFileSync(join(world.state, 'journal.jsonl'), line);
}
