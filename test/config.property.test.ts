import fc from 'fast-check';
import { writtenOut } from '../machines/text/escapeControl';
import { ConfigError, parseConfig } from '../config';
import { SUPPLIES } from '../machines/config/request';
import type { Settings } from '../machines/config/schema';
import { MB, oneField, raw } from './configurations';
import { saying, without } from './fixtures';
import { depth } from './support/depth';

/** Settings, or the lines of a ConfigError, which is the only error there may be. */
function parsed(given: Readonly<Record<string, string>>): { settings: Settings } | { lines: string[] } {
  try {
    return { settings: parseConfig(given) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { lines: error.message.split('\n') };
  }
}
const linesOf = (given: Readonly<Record<string, string>>): string[] => {
  const result = parsed(given);
  return 'lines' in result ? result.lines : [];
};

test('whatever is configured, what is wrong is told field by field, with what was got and what is accepted', () => {
  fc.assert(
    fc.property(raw, (given) => {
      for (const line of linesOf(given)) {
        expect(line).toMatch(
          /^config "[^\n]*" (got [^\n]+; it accepts [^\n]+|is unknown; known are [^\n]+|is wrong too, and \d+ more)$/,
        );
        expect(writtenOut(line)).toBe(line);
        expect(line.length).toBeLessThan(1500);
      }
      expect(linesOf(given).length).toBeLessThan(22);
    }),
    { numRuns: depth(30, 300) },
  );
});

/** Every text in a value, names of records too. */
const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(Array.isArray(value) ? [] : [key]),
    ...textsIn(inner),
  ]);
};

test('what is taken is whole lines of a bounded length, and is taken again as it was', () => {
  let taken = 0;
  fc.assert(
    fc.property(oneField, (given) => {
      const result = parsed(given);
      if (!('settings' in result)) return;
      taken++;
      for (const one of textsIn(result.settings)) {
        expect(one).not.toMatch(/[\0\n\r]/);
        expect(one.length).toBeLessThanOrEqual(4001);
      }
      // What is supplied for a request stands in the deployment that comes of it.
      const { supplied: _, ...settings } = result.settings;
      const { request, deployment: here, timeouts, ...others } = settings;
      const again = {
        ...Object.fromEntries(
          Object.entries({ ...without(request, ...SUPPLIES), ...others }).map(([key, one]) => [
            key,
            String(one),
          ]),
        ),
        deployment: JSON.stringify(here),
        timeouts: JSON.stringify(timeouts),
      };
      expect(parseConfig(again)).toEqual(settings);
    }),
    { numRuns: depth(120, 600) },
  );
  expect(taken).toBeGreaterThan(depth(0, 20));
});

const json = (one: unknown) => ({ deployment: JSON.stringify(one) });
test.each<[string, Record<string, string>, RegExp]>([
  ['a key of 1 MB', { ['x'.repeat(MB)]: '' }, /^config "x{117}…" .* commit, /],
  [
    'a name of 1 MB',
    json({ health: { ['x'.repeat(MB)]: 'http://a' } }),
    /^config "deployment\.health\.x+…" .*"x+…; /,
  ],
  ['a key that would be a line and a colour', { 'a\n\u001b[31m': '' }, /^config "a\\n\\x1b\[31m" /],
  ['a value that would turn the line round', { reason: '\u202e\r' }, /^config "reason" .*"\\u202e\\r"; /],
  [
    'lists in lists',
    { deployment: '['.repeat(50_000) + ']'.repeat(50_000) },
    /^config "deployment" .*nested.*an object$/,
  ],
  [
    'an address that is none',
    json({ links: { backend: 'http://%' } }),
    /^config "deployment\.links\.backend" .*"http:\/\/%"; .*an http/,
  ],
  [
    'a port that is none',
    json({ health: { backend: 'http://backend:99999/' } }),
    /^config "deployment\.health\.backend" .*"http:\/\/backend:99999\/"; .*an http/,
  ],
])('%s is refused in a short line, with nothing unseen in it', (_, given, line) => {
  expect(linesOf(given)).toEqual([expect.stringMatching(line)]);
});

test('of thousands of fields that are wrong twenty are told, and how many more there are', () => {
  const lines = linesOf(json({ appServices: Array<string>(5000).fill('-') }));
  expect(lines).toHaveLength(21);
  expect(lines.at(-1)).toEqual(saying('"deployment.appServices.20"', '4979'));
});
