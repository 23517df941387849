import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCRATCH } from '../../world/world';
import type { Wrongs } from './world';

export const CHECKOUT: Wrongs = {
  'a file that git does not know is gone': {
    says: /^lost: a file that git does not know is gone/,
    make: ({ world }) => rmSync(join(world.directory, SCRATCH)),
  },
  'the checkout is elsewhere': {
    says: /^stuck: the checkout is at/,
    make: ({ world }) => void world.git('checkout', '-q', 'main'),
  },
  'local modifications are gone': {
    says: /^lost: the local modifications/,
    make: ({ world }) => void world.git('stash', 'clear'),
  },
  'local modifications are in two places': {
    says: /^stuck: local modifications in 2 places/,
    make: ({ world }) => appendFileSync(join(world.directory, 'notes.txt'), 'edited on the host\n'),
  },
  'a stash names no rollback': {
    says: /^stuck: a stash that names no rollback: .*On main: somebody's/,
    make: ({ world }) => {
      const stash = world.git('rev-parse', 'stash@{0}');
      world.git('stash', 'drop');
      world.git('stash', 'store', '-m', "On main: somebody's", stash);
    },
  },
  'a file of nobody is left': {
    says: /^stuck: in the checkout: \?\? left\.txt/,
    make: ({ world }) => writeFileSync(join(world.directory, 'left.txt'), ''),
  },
  'it is on no branch': {
    scenario: 'undo-code',
    says: /^stuck: on branch "" instead of main/,
    make: ({ world }) => void world.git('checkout', '-q', '--detach'),
  },
  "git's lock is left": {
    says: /^stuck: git's refs\/heads\/main\.lock/,
    make: ({ world }) => writeFileSync(join(world.directory, '.git/refs/heads/main.lock'), ''),
  },
  'the checkout was moved there and back': {
    says: /^doubled: the checkout was moved 3 times/,
    make: ({ world }) => {
      for (const to of ['v2', 'v1']) world.git('checkout', '-q', '--detach', world.commits[to] ?? '');
    },
  },
};
