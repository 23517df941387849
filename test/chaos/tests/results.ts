import type { Result } from '../harness/run';

/** What one run came to. */
export const run = (kind: string, at: string, ...violations: ('lost' | 'doubled' | 'stuck')[]): Result => ({
  kind,
  scenario: 'code',
  at,
  engine: kind === 'tree' ? 'none' : 'pulumi',
  updates: 1,
  killed: [at],
  of: 'abc1234',
  kills: 2,
  violations: violations.map((one) => ({ kind: one, what: `it is ${one}` })),
});
/** Some of them. */
export const results = [
  run('tree', 'revert.moved'),
  run('shell', 'revert.moved', 'lost', 'lost', 'stuck'),
  run('tree', 'open.leased'),
];
