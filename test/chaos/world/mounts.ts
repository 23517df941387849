import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, openSync, rmSync, closeSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const mount = (...words: string[]): void => {
  execFileSync('mount', words, { stdio: 'pipe' });
};

/** What is mounted over directories of a world for as long as something is to be broken by it. */
export class Mounts {
  private paths: string[] = [];

  /** A file system of its own over a directory, with what is in it; of so many bytes. */
  sized(directory: string, bytes: number): void {
    const kept = mkdtempSync(join(tmpdir(), 'chaos-kept-'));
    cpSync(directory, kept, { recursive: true, preserveTimestamps: true });
    mount('-t', 'tmpfs', '-o', `size=${bytes},mode=755`, 'tmpfs', directory);
    this.paths.push(directory);
    cpSync(kept, directory, { recursive: true, preserveTimestamps: true });
    rmSync(kept, { recursive: true });
  }

  /** Nobody can write into a directory any more. */
  readOnly(directory: string): void {
    mount('--bind', directory, directory);
    this.paths.push(directory);
    mount('-o', 'remount,bind,ro', directory);
  }

  /** Takes everything away again. What still has a file open there keeps it until it ends. */
  clear(): void {
    for (const path of this.paths.splice(0).reverse())
      execFileSync('umount', ['-l', path], { stdio: 'pipe' });
  }
}

/** Fills a file system to its last byte; gives what makes room again. */
export function fillUp(directory: string): () => void {
  const filler = join(directory, 'filler');
  const file = openSync(filler, 'w');
  try {
    for (const bytes of [1 << 16, 1 << 10, 1]) {
      const block = Buffer.alloc(bytes);
      try {
        while (writeSync(file, block) > 0);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    }
  } finally {
    closeSync(file);
  }
  return () => rmSync(filler);
}
