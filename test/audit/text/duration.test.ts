import { ageText, inLargestUnit } from '../../../audit/text/duration';

test.each([
  [0, '0 seconds'],
  [1, '1 second'],
  [59, '59 seconds'],
  [60, '1 minute'],
  [90 * 60, '2 hours'],
  [3600, '1 hour'],
  [86400, '1 day'],
  [12 * 86400, '12 days'],
])('%s seconds are %s', (seconds, words) => {
  expect(inLargestUnit(seconds)).toBe(words);
});

test('an age is told between two times, and one that is yet to come is none', () => {
  expect(ageText('2026-11-21T02:37:30Z', '2026-11-22T03:00:00Z')).toBe('1 day');
  expect(ageText('2026-11-22T04:00:00Z', '2026-11-22T03:00:00Z')).toBe('0 seconds');
});
