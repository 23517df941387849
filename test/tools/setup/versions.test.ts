import { load } from '../load';

const { atLeast, plainVersion } = load<{
  atLeast: (text: string | undefined, minimum: string) => boolean;
  plainVersion: (text: string | undefined) => string | undefined;
}>('set-up/versions.mjs');

describe('a version', () => {
  it.each([
    ['v3.259.0', '3.259.0', true],
    ['v3.260.0', '3.259.0', true],
    ['v4.0.0', '3.259.0', true],
    ['v3.99.9', '3.259.0', false],
    ['v3.258.12', '3.259.0', false],
    ['GNU bash, version 5.2.15(1)-release', '4.4', true],
    ['GNU bash, version 3.2.57(1)-release', '4.4', false],
    ['1.29.2-3', '2.0', false],
    ['no version at all', '1.0', false],
    [undefined, '1.0', false],
  ])('%s compared with %s: at least that is %s', (text, minimum, expected) => {
    expect(atLeast(text, minimum)).toBe(expected);
  });

  it('is found in what a tool prints', () => {
    expect(plainVersion('Docker Compose version v2.40.3')).toBe('2.40.3');
    expect(plainVersion('')).toBeUndefined();
  });
});
