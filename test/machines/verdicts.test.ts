import fc from 'fast-check';
import { parseVerdict } from '../../machines/verdicts';
import { image } from '../fixtures';

const printed = {
  step: 'prepare',
  ok: true,
  summary: 's',
  started: 't',
  seconds: 1,
  images: { a: image(1) },
};

test('a verdict is read as it was printed', () => {
  expect(parseVerdict('prepare', `${JSON.stringify(printed)}\n`)).toEqual(printed);
});

test.each([
  ['', 'step prepare printed no verdict but: (nothing)'],
  ['bash: line 1', 'step prepare printed no verdict but: bash: line 1'],
  [
    JSON.stringify({ ...printed, step: 'verify' }),
    'the verdict of step prepare cannot be read: it is of step verify',
  ],
  [JSON.stringify({ ...printed, ok: 'yes' }), 'the verdict of step prepare cannot be read: '],
  [JSON.stringify({ ...printed, seconds: -1 }), 'the verdict of step prepare cannot be read: '],
  [JSON.stringify({ ...printed, images: { a: 'latest' } }), 'an image id, sha256:'],
])('what is no verdict is an error that shows it: %j', (text, message) => {
  const coded = expect.objectContaining({
    code: 'step.no-verdict',
    message: expect.stringContaining(message),
  });
  expect(() => parseVerdict('prepare', text)).toThrow(coded as Error);
});

test('whatever is printed, the error says which step', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(() => parseVerdict('restart', text)).toThrow(/step restart/);
    }),
  );
});
