import { options } from '../../../tools/bench/options';

test('without options it measures two sizes three times', () => {
  expect(options([])).toEqual({ megabytes: [50, 500], runs: 3 });
});

test('sizes are measured from the smallest to the largest, each once', () => {
  expect(options(['--megabytes', '500,9,500', '--runs', '7'])).toEqual({ megabytes: [9, 500], runs: 7 });
});

test.each([
  [['--megabytes', '50,'], '--megabytes: not a positive number: '],
  [['--megabytes', '0'], '--megabytes: not a positive number: 0'],
  [['--runs', '1.5'], '--runs: not a positive number: 1.5'],
  [['--runs', '1,2'], '--runs takes one number'],
  [['--runs'], '--runs needs a value'],
  [['--sizes', '50'], 'unknown: --sizes'],
])('a command line that says nothing it knows is an error: %j', (args, message) => {
  expect(() => options(args)).toThrow(message);
});
