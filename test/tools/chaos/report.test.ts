import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../../../tools/chaos/harness/run';
import { Log, replayLine, summarize, table } from '../../../tools/chaos/report';

const run = (kind: string, at: string, ...violations: ('lost' | 'doubled' | 'stuck')[]): Result => ({
  kind,
  scenario: 'code',
  at,
  engine: kind === 'tree' ? 'none' : 'pulumi',
  updates: 1,
  kills: 2,
  violations: violations.map((one) => ({ kind: one, what: `it is ${one}` })),
});
const results = [
  run('tree', 'revert.moved'),
  run('shell', 'revert.moved', 'lost', 'lost', 'stuck'),
  run('tree', 'open.leased'),
];

test('a run counts once for each sort of thing that was found in it', () => {
  expect(summarize(3, results)).toEqual({
    seed: 3,
    runs: 3,
    converged: 2,
    lost: 1,
    doubled: 0,
    stuck: 1,
    kills: 6,
    updates: 1,
    byKind: { shell: { runs: 1, converged: 0, kills: 2 }, tree: { runs: 2, converged: 2, kills: 4 } },
    byEngine: { pulumi: { runs: 1, converged: 0, kills: 2 }, none: { runs: 2, converged: 2, kills: 4 } },
  });
});

test('the table has a row a kind, and one for all', () => {
  expect(table(summarize(3, results)).map((line) => line.replaceAll(/ +/g, ' ').trim())).toEqual([
    '| kind | runs | converged | kills |',
    expect.stringMatching(/^\| -+ \| -+: \| -+: \| -+: \|$/),
    '| shell | 1 | 0 | 2 |',
    '| tree | 2 | 2 | 4 |',
    '| = without | 2 | 2 | 4 |',
    '| = through Pulumi | 1 | 0 | 2 |',
    '| all | 3 | 2 | 6 |',
    '',
    'lost 1, doubled 0, stuck 1; at most 1 updates until the end',
  ]);
});

test('a line of the shell does one run again', () => {
  expect(replayLine(3, run('tree', 'revert.moved'))).toBe(
    'npm run chaos -- --fresh --out out/replay --seed 3 --only tree --scenario code --at revert.moved',
  );
});

describe('what is kept of a seed', () => {
  const directory = mkdtempSync(join(tmpdir(), 'chaos-log-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  test('another call finds what a former one came to, and chaos.json says so', () => {
    const log = new Log(3, directory);
    for (const one of results) log.add(one);
    const again = new Log(3, directory);
    expect(again.results).toEqual(results);
    expect(again.has(run('tree', 'open.leased'))).toBe(true);
    expect(again.has(run('shell', 'open.leased'))).toBe(false);
    expect(JSON.parse(readFileSync(join(directory, 'chaos.json'), 'utf8'))).toEqual(summarize(3, results));
  });

  test("a line that was being written when a call was killed is no run, and is in nobody's way", () => {
    const file = join(directory, 'chaos-3.jsonl');
    appendFileSync(file, '{"kind":"tree","scen');
    new Log(3, directory).add(run('tree', 'close.held'));
    expect(new Log(3, directory).results).toEqual([...results, run('tree', 'close.held')]);
  });

  test('where there is none yet chaos.json says that nothing was run', () => {
    new Log(5, directory);
    expect(JSON.parse(readFileSync(join(directory, 'chaos.json'), 'utf8'))).toMatchObject({
      seed: 5,
      runs: 0,
    });
  });

  test('another seed knows nothing of it, and neither does a fresh start', () => {
    expect(new Log(4, directory).results).toEqual([]);
    expect(new Log(3, directory, true).results).toEqual([]);
    expect(new Log(3, directory).results).toEqual([]);
  });
});
