import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const git = (...words: string[]): string =>
  execFileSync('git', ['-C', ROOT, ...words], { encoding: 'utf8', stdio: 'pipe' }).trim();

/** An older version of this project in a directory of its own, with the packages that its lock file names. */
export class OldCheckout {
  readonly root = join(mkdtempSync(join(tmpdir(), 'chronos-old-')), 'checkout');

  /** Throws where this clone does not have the commit. */
  constructor(commit: string) {
    git('worktree', 'add', '--detach', this.root, commit);
    const locks = [ROOT, this.root].map((root) => readFileSync(join(root, 'package-lock.json'), 'utf8'));
    if (locks[0] === locks[1]) symlinkSync(join(ROOT, 'node_modules'), join(this.root, 'node_modules'));
    else execFileSync('npm', ['ci', '--ignore-scripts'], { cwd: this.root, stdio: 'pipe' });
  }

  remove(): void {
    git('worktree', 'remove', '--force', this.root);
    rmSync(join(this.root, '..'), { recursive: true, force: true });
  }
}
