import { results, run } from './results';
import { missed, replayLine, summarize, table } from '../report';

test('a run counts once for each sort of thing that was found in it', () => {
  expect(summarize(3, results)).toEqual({
    seed: 3,
    runs: 3,
    converged: 2,
    lost: 1,
    doubled: 0,
    stuck: 1,
    kills: 6,
    points: 2,
    idle: 0,
    of: ['abc1234'],
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
    'lost 1, doubled 0, stuck 1; at most 1 updates until the end; killed at 2 places; 0 runs in which nothing met what was broken; of abc1234',
  ]);
});

test('a line of the shell does one run again', () => {
  expect(replayLine(3, run('tree', 'revert.moved'))).toBe(
    'npm run chaos -- --fresh --out out/replay --seed 3 --only tree --scenario code --at revert.moved',
  );
});

test('the fail points at which nothing was killed yet are known, each once for each scenario', () => {
  const points = { code: ['open.leased', 'revert.moved', 'close.held', 'close.held'], sick: ['open.leased'] };
  expect(missed(points, results)).toEqual({ of: 4, places: ['code close.held', 'sick open.leased'] });
});
