import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { isPulumi } from '../../resources/process/pulumiProcess';
import type { Session } from './session';

/** Who holds a stack of a file backend, as Pulumi writes it. */
const Lock = z.object({ pid: z.number(), username: z.string(), hostname: z.string(), timestamp: z.string() });
export type Lock = z.infer<typeof Lock>;

/** A lock that cannot be read: empty, or cut off. Whose it is, and whether that process lives, nobody knows. */
export interface UnknownLock {
  readonly file: string;
}

/** The directory of a file backend, as Pulumi finds it that is run in a directory. */
function directoryOf(backend: string, cwd: string): string | undefined {
  const [, url] = /^file:\/\/([^?#]*)/.exec(backend) ?? [];
  if (url === undefined) return undefined;
  try {
    const path = decodeURIComponent(url);
    return path.startsWith('~') ? join(process.env['HOME'] ?? '/', path.slice(1)) : resolve(cwd, path);
  } catch {
    return undefined;
  }
}

/** The locks of a stack; nothing where the backend is no file backend, whose locks nobody can read. */
export function locksOf({
  place,
  root,
}: Pick<Session, 'place' | 'root'>): (Lock | UnknownLock)[] | undefined {
  const { backend, stack } = place;
  const kept = directoryOf(backend, root);
  if (kept === undefined) return undefined;
  const directory = join(
    kept,
    '.pulumi/locks/organization/chronos-rollback',
    stack.split('/').at(-1) ?? stack,
  );
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => lockIn(join(directory, name)));
}

/** The lock that a file tells of; none when it has gone meanwhile. */
function lockIn(file: string): [Lock | UnknownLock] | [] {
  try {
    return [Lock.parse(JSON.parse(readFileSync(file, 'utf8')))];
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? [] : [{ file }];
  }
}

/** Whether the process that took a lock may still be at work. Only this host's processes can be seen. */
export function mayLive({ pid, hostname: host }: Lock): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // The number may long belong to another process.
  return isPulumi(pid) ?? true;
}
