import fc from 'fast-check';
import { parseVerdict } from '../../../machines/model/verdict';
import { image, saying } from '../../fixtures';

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
  ['', ['prepare', '(nothing)']],
  ['bash: line 1', ['prepare', 'bash: line 1']],
  [JSON.stringify({ ...printed, step: 'verify' }), ['step prepare', 'step verify']],
  [JSON.stringify({ ...printed, ok: 'yes' }), ['prepare', 'boolean']],
  [JSON.stringify({ ...printed, seconds: -1 }), ['prepare', '>=0']],
  [JSON.stringify({ ...printed, images: { a: 'latest' } }), ['prepare', 'an image id, sha256:']],
])('what is no verdict is an error that shows it: %j', (text, told) => {
  const coded = expect.objectContaining({
    code: 'step.no-verdict',
    message: saying(...told),
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
