import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linesGone, mayBeUndone } from '../harness/judge';
import { misled, mostUpdates } from '../harness/judgeUpdates';
import type { Stage } from '../harness/kind';
import { scenario } from '../world/scenarios';

const state = mkdtempSync(join(tmpdir(), 'chaos-judges-'));
afterAll(() => rmSync(state, { recursive: true }));

const id = 'r-00c0ffee';
const stage = { id, world: { state, journalText: () => 'first\nsecond\n' } } as unknown as Stage;
const ended = (status: string, code: number) => ({ code, text: 'said', outputs: { status } }) as never;

test('a database is not taken back unasked once the app has come up on it, and a restart never', () => {
  const taken = () =>
    (['code', 'database', 'undo-database', 'restart', 'all'] as const).filter((name) =>
      mayBeUndone(stage, scenario(name)),
    );
  expect(taken()).toEqual(['code', 'database', 'undo-database']);
  mkdirSync(join(state, id));
  writeFileSync(join(state, id, 'app-ran'), 'now');
  expect(taken()).toEqual(['code', 'undo-database']);
});

test('lines that were there must be there still', () => {
  expect(linesGone(stage, 'first\n')).toEqual([]);
  expect(linesGone(stage, 'second\n')).toMatchObject([{ kind: 'lost' }]);
});

test.each<[Parameters<typeof misled>[0], 'code' | 'undo-code', string, number, string[]]>([
  ['recovered', 'code', 'recovered', 0, []],
  ['recovered', 'code', 'recovered', 1, ['it says recovered and ends with 1']],
  ['recovered', 'code', 'healthy', 0, ['it is recovered, and the update says healthy: said']],
  ['degraded', 'code', 'degraded', 1, []],
  ['degraded', 'code', 'degraded', 0, ['it says degraded and ends with 0']],
  ['degraded', 'code', 'recovered', 0, []],
  ['undone', 'code', 'undone', 1, []],
  ['undone', 'code', 'undone', 0, ['it says undone and ends with 0']],
  ['undone', 'code', 'refused', 1, []],
  ['undone', 'undo-code', 'undone', 0, []],
  [undefined, 'code', 'refused', 1, []],
  [undefined, 'code', 'recovered', 0, ['it is not begun, and the update says recovered: said']],
])(
  'where the journal says %s of %s an update that says %s and ends with %s',
  (outcome, name, says, code, found) => {
    expect(misled(outcome, scenario(name), ended(says, code)).map(({ what }) => what)).toEqual(found);
  },
);

test('more than one update is for consent to what is told, or to try once more', () => {
  expect([{}, { undone: true }, { refused: true }, { forgotten: 1 }].map(mostUpdates)).toEqual([1, 2, 3, 3]);
});
