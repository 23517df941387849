import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack } from '../../demo/lib/stack';
import { type Demo, docker } from './demo';

/** The text of a demo's journal; empty while there is none. */
export function journalOf(demo: Demo): string {
  const file = join(demo.state, 'journal.jsonl');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
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
  };
}

/** The names of a stack's resources, in one order. */
export function resourcesOf(stack: Stack): (string | undefined)[] {
  const { deployment } = JSON.parse(stack.must('stack', 'export')) as {
    deployment: { resources: { urn: string }[] };
  };
  return deployment.resources.map(({ urn }) => urn.split('::').pop()).sort();
}
