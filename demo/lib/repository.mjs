import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';

const DEMO = join(import.meta.dirname, '..');

/** The releases of CHRONOS, oldest first; each lies over the one before. */
export const RELEASES = [
  { tag: 'v1', date: '2026-10-05', message: 'First statement of accounts' },
  { tag: 'v2', date: '2026-10-19', message: 'Add statements' },
  { tag: 'v3', date: '2026-11-02', message: 'Faster transfers' },
  { tag: 'v4', date: '2026-11-09', message: 'Repair transfers; brand the page' },
  { tag: 'v5', date: '2026-11-16', message: 'Package the branding; pay interest' },
];

/** Runs git in a demo's checkout, whatever the user's own configuration says. */
export const git = (directory, ...args) =>
  run('git', args, {
    cwd: directory,
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
  });

function commit(directory, { tag, date, message }) {
  const when = { GIT_AUTHOR_DATE: `${date}T09:00:00Z`, GIT_COMMITTER_DATE: `${date}T09:00:00Z` };
  const who = ['-c', 'user.name=CHRONOS Operations', '-c', 'user.email=operations@chronos.example'];
  git(directory, 'add', '--all');
  run('git', [...who, 'commit', '--quiet', '--no-verify', '--no-gpg-sign', '--message', message], {
    cwd: directory,
    env: { ...process.env, ...when, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
  });
  git(directory, 'tag', tag);
}

/** Makes the repository with a commit and a tag for each release (the same hashes every time), at v1. */
export function makeRepository(directory) {
  mkdirSync(directory, { recursive: true });
  git(directory, 'init', '--quiet', '--initial-branch=main');
  const filter = (source) => !source.endsWith('node_modules');
  for (const release of RELEASES) {
    const source = release.tag === 'v1' ? 'chronos' : `releases/${release.tag}`;
    cpSync(join(DEMO, source), directory, { recursive: true, filter });
    commit(directory, release);
  }
  git(directory, 'checkout', '--quiet', '--detach', 'v1');
}
