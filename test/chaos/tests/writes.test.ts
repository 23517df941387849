import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgeWrites } from '../harness/judgeDatabases';
import type { World } from '../world/world';

const state = mkdtempSync(join(tmpdir(), 'chronos-writes-'));
afterAll(() => rmSync(state, { recursive: true }));

/** What a world's databases have in their ledgers. */
const world = (ledgers: Readonly<Record<string, readonly number[]>>): World =>
  ({
    state,
    postgres: {
      databases: () => Object.keys(ledgers).map((name) => ({ name })),
      ledger: (name: string) => ledgers[name],
    },
  }) as unknown as World;

test.each([
  ['all in the live database', { app: [1, 2, 3] }, []],
  ['some in the sealed one', { app: [3], 'app_before_r-00c0ffee': [1, 2] }, []],
  ['one that was never acknowledged', { app: [1, 2, 3, 4] }, []],
  ['one nowhere', { app: [1], 'app_undone_r-00c0ffee': [3] }, ['1 of 3 writes that were acknowledged: 2']],
  [
    'one in half a shadow alone',
    { app: [1, 2], app_shadow_00c0ffee: [3] },
    ['1 of 3 writes that were acknowledged: 3'],
  ],
])('acknowledged writes: %s', (_, ledgers, gone) => {
  expect(judgeWrites(world(ledgers), [1, 2, 3])).toEqual(gone.map((what) => ({ kind: 'lost', what })));
});
