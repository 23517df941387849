import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placeIn, type StackLocation } from './stackLocation';

/** Does something with a place for a stack that is removed afterwards, with all that lies there. */
export async function inTemporaryPlace<T>(
  stack: string,
  work: (place: StackLocation) => Promise<T>,
): Promise<T> {
  const temporary = mkdtempSync(join(tmpdir(), 'rollback-'));
  try {
    return await work(placeIn(temporary, stack));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
