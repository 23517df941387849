import { load } from '../load';

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: {
    name: string;
    status: string;
    assertionResults: unknown[];
    startTime: number;
    endTime: number;
  }[];
}
const { counted, lastLine, slowest } = load<{
  counted: (checks: boolean[], report: Report) => { passed: number; failed: number; skipped: number };
  lastLine: (count: { passed: number; failed: number; skipped: number }) => string;
  slowest: (report: Report, root: string, count?: number) => string[];
}>('check/report.mjs');

const file = (name: string, seconds: number, status = 'passed', assertionResults: unknown[] = [{}]) => ({
  ...{ name: `/checkout/test/${name}`, status, assertionResults },
  ...{ startTime: 1000, endTime: 1000 + seconds * 1000 },
});
const report = (...testResults: Report['testResults']): Report => ({
  ...{ numPassedTests: 5, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0, testResults },
});

test('checks and tests are counted together', () => {
  expect(counted([true, true, false], report(file('a', 1)))).toEqual({ passed: 7, failed: 2, skipped: 0 });
});

test('a file that fails before it has a test counts as one failure', () => {
  expect(counted([], report(file('a', 1, 'failed', []))).failed).toBe(2);
});

test('the last line tells of skipped tests only where there are some', () => {
  const skipped = { ...report(), numPendingTests: 2, numTodoTests: 1 };
  expect([report(), skipped].map((one) => lastLine(counted([], one)))).toEqual([
    '5 passed, 1 failed',
    '5 passed, 1 failed, 3 skipped',
  ]);
});

test('the slowest files come first, each with its seconds and its place in the checkout', () => {
  const files = [file('quick.test.ts', 0.25), file('slow.test.ts', 120.55), file('middle.test.ts', 3)];
  expect(slowest(report(...files), '/checkout', 2)).toEqual([
    '  120.5 s  test/slow.test.ts',
    '    3.0 s  test/middle.test.ts',
  ]);
});
