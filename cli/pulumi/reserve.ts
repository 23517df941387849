import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackLocation } from './stackLocation';

const MIB = 1024 * 1024;
/** What is kept: the stack's state, its history and the configuration of a few runs fit in. */
const KEPT = 8 * MIB;
/** With less than this free the reserve is given up; with less than that none is made. */
const SCARCE = 4 * MIB;
const PLENTY = 1024 * MIB;

const fileOf = ({ directory }: StackLocation): string => join(directory, 'reserve');

/** The bytes that are free for us on the disk of a directory; nothing where that cannot be told. */
function freeOn(directory: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

/** On a full disk the reserve in our own directory is given up: Pulumi can write the stack's state then. */
export function giveUpReserve(place: StackLocation): void {
  const free = freeOn(place.directory);
  if (place.own && free !== undefined && free < SCARCE) rmSync(fileOf(place), { force: true });
}

/** Makes the reserve where there is none and plenty of room. Random, or a file system could keep nothing for it. */
export function keepReserve(place: StackLocation): void {
  const file = fileOf(place);
  if (!place.own || existsSync(file) || (freeOn(place.directory) ?? 0) < PLENTY) return;
  const unfinished = `${file}.${process.pid}`;
  try {
    writeFileSync(unfinished, randomBytes(KEPT), { mode: 0o600 });
    renameSync(unfinished, file);
  } catch {
    rmSync(unfinished, { force: true });
  }
}
