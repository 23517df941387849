import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack } from '../../../demo/lib/stack';
import { type Demo, docker } from './demo';

/** The text of a file in a demo's state directory; empty while there is none. */
function stateOf(demo: Demo, name: string): string {
  const file = join(demo.state, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** The text of a demo's journal; empty while there is none. */
export const journalOf = (demo: Demo): string => stateOf(demo, 'journal.jsonl');

/** The holds that rollbacks have left: each one's id and its text. */
export function holdsOf(demo: Demo): Record<string, string> {
  const directory = join(demo.state, 'holds');
  const ids = existsSync(directory) ? readdirSync(directory).sort() : [];
  return Object.fromEntries(ids.map((id) => [id, stateOf(demo, join('holds', id))]));
}

/** Everything that a rollback may touch, in one value that can be compared. */
export function worldOf(demo: Demo) {
  const containers = [
    'ps',
    '-a',
    '--no-trunc',
    '--format',
    '{{.ID}} {{.State}}',
    '--filter',
    `name=${demo.project}`,
  ];
  const images = ['image', 'ls', '-a', '--no-trunc', '--format', '{{.Repository}}:{{.Tag}} {{.ID}}'];
  return {
    head: demo.git('rev-parse', 'HEAD'),
    refs: demo.git('for-each-ref'),
    status: demo.git('status', '--porcelain', '--ignored'),
    stashes: demo.git('stash', 'list'),
    containers: docker(...containers).sort(),
    images: docker(...images)
      .filter((line) => line.includes(demo.project))
      .sort(),
    journal: journalOf(demo),
    lease: stateOf(demo, 'lease'),
    holds: holdsOf(demo),
  };
}

/** The names of a stack's resources, in one order. */
export const resourcesOf = (stack: Stack): (string | undefined)[] =>
  stack
    .resources()
    .map(({ urn }) => urn.split('::').pop())
    .sort();
