import { pause, spread, windowOf } from '../../../tools/bench/window';

/** Calls of 10 ms one after the other, `.` for one that is answered. */
const calls = (text: string) =>
  [...text].map((mark, index) => ({ from: index * 10, to: index * 10 + 10, ok: mark === '.' }));

test('the window goes from the begin of the first refused call to the end of the answer after it', () => {
  expect(windowOf(calls('..xxx..'))).toEqual({ seconds: 0.04, refused: 3, between: 0 });
});

test('an answer that is followed by a refusal does not end the window, and is told', () => {
  expect(windowOf(calls('.x..x.'))).toEqual({ seconds: 0.05, refused: 2, between: 2 });
});

test.each([
  ['....', 'never refused'],
  ['xx..', 'refused from the beginning'],
  ['..xx', 'refused to the end'],
  ['', 'never refused'],
])('calls that show no whole window are an error: %j', (text, message) => {
  expect(() => windowOf(calls(text))).toThrow(message);
});

test('the client asks each millisecond at first, and never less often than a hundredth of the window', () => {
  expect([0, 50, 500, 5000, 60_000].map(pause)).toEqual([1, 1, 5, 50, 100]);
});

test('the median of an even number of runs lies between the two in the middle, in the order of their size', () => {
  expect(spread([10, 9, 2, 100])).toEqual({ minimum: 2, median: 9.5, maximum: 100 });
  expect(spread([3, 20, 1])).toEqual({ minimum: 1, median: 3, maximum: 20 });
});
