import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Log } from '../log';
import { summarize } from '../report';
import { results, run } from './results';

const directory = mkdtempSync(join(tmpdir(), 'chaos-log-'));
afterAll(() => rmSync(directory, { recursive: true }));

const open = (seed: number, isFresh = false, of = 'abc1234') => new Log(seed, directory, isFresh, of);

test('another call finds what a former one came to, and chaos.json says so', () => {
  const log = open(3);
  for (const one of results) log.add(one);
  const again = open(3);
  expect(again.results).toEqual(results);
  expect(again.has(run('tree', 'open.leased'))).toBe(true);
  expect(again.has(run('shell', 'open.leased'))).toBe(false);
  expect(JSON.parse(readFileSync(join(directory, 'chaos.json'), 'utf8'))).toEqual(summarize(3, results));
});

test("a line that was being written when a call was killed is no run, and is in nobody's way", () => {
  const file = join(directory, 'chaos-3.jsonl');
  appendFileSync(file, '{"kind":"tree","scen');
  open(3).add(run('tree', 'close.held'));
  expect(open(3).results).toEqual([...results, run('tree', 'close.held')]);
});

test('where there is none yet chaos.json says that nothing was run', () => {
  open(5);
  expect(JSON.parse(readFileSync(join(directory, 'chaos.json'), 'utf8'))).toMatchObject({
    seed: 5,
    runs: 0,
  });
});

test('another seed knows nothing of it, and neither does a fresh start', () => {
  expect(open(4).results).toEqual([]);
  expect(open(3, true).results).toEqual([]);
  expect(open(3).results).toEqual([]);
});

test('runs of another state of the project are told of', () => {
  open(6).add(run('tree', 'close.held'));
  expect(open(6).others).toEqual([]);
  expect(open(6, false, 'def5678').others).toEqual(['abc1234']);
});

test('a seed that somebody else is at is left alone, until that one is gone', () => {
  writeFileSync(join(directory, 'chaos-7.pid'), `${process.ppid}`);
  expect(() => open(7)).toThrow(new RegExp(` 7 .*${directory}, .* ${process.ppid}$`));
  writeFileSync(join(directory, 'chaos-7.pid'), '4194999');
  open(7).close();
  expect(existsSync(join(directory, 'chaos-7.pid'))).toBe(false);
});
