import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { Plan } from '../../machines/model/plan';
import { cliProcess, processOf } from './pulumiProcess';

/** What a preview showed: how it was decided, and the plan where there was one. */
const Shown = z.object({
  kind: z.enum(['plan', 'undo', 'healthy', 'refused']),
  plan: Plan.optional(),
  again: z.array(z.string()).readonly().optional(),
});
export type Shown = z.infer<typeof Shown>;

/** Entries of dead processes are kept for this long: a process of another container only looks dead. */
const KEPT_MS = 60 * 60 * 1000;

/**
 * Remembers, in a preview, what it showed, for the update of the same CLI process. Where the process
 * cannot be told or there is no private place, nothing is remembered; that is never an error.
 */
export function remember(stack: string, shown: Shown): void {
  quietly(() => {
    const entry = entryOf(stack);
    if (!entry) return;
    sweep(entry.directory);
    const made = `${entry.file}.${process.pid}`;
    writeFileSync(made, JSON.stringify(shown), { mode: 0o600 });
    renameSync(made, entry.file);
  });
}

/** Gives, in an update, what the preview of the same CLI process showed, once; undefined without one. */
export function recall(stack: string): Shown | undefined {
  return quietly(() => {
    const file = entryOf(stack)?.file;
    if (!file) return undefined;
    try {
      return Shown.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
    } finally {
      rmSync(file, { force: true });
    }
  });
}

function quietly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function entryOf(stack: string): { directory: string; file: string } | undefined {
  const directory = privateDirectory();
  const cli = directory && cliProcess();
  if (!cli) return undefined;
  const name = createHash('sha256').update(stack).digest('hex').slice(0, 16);
  return { directory, file: join(directory, `${cli.pid}-${cli.start}-${name}.json`) };
}

/** A directory of this user's alone. One that is somebody else's, or open to others, is not taken. */
function privateDirectory(): string | undefined {
  const user = process.getuid?.();
  if (user === undefined) return undefined;
  const directory = join(tmpdir(), `chronos-rollback-${user}`);
  quietly(() => mkdirSync(directory, { mode: 0o700 }));
  const found = lstatSync(directory);
  const isPrivate = found.isDirectory() && found.uid === user && (found.mode & 0o077) === 0;
  return isPrivate ? directory : undefined;
}

/** Removes what a preview without an update left, and what a killed CLI did. */
function sweep(directory: string): void {
  for (const name of readdirSync(directory)) {
    const [, pid, start] = /^(\d+)-(\w+)-/.exec(name) ?? [];
    const file = join(directory, name);
    quietly(() => {
      if (!pid || Date.now() - lstatSync(file).mtimeMs < KEPT_MS) return;
      if (processOf(Number(pid))?.start !== start) rmSync(file, { force: true });
    });
  }
}
