import fc from 'fast-check';
import { Config, Timeouts } from '../machines/config/schema';
import { Deployment } from '../machines/config/deploymentSchema';

export const MB = 1 << 20;
const LONG = [...'a./-@é=\u202e\u009b" '].map((character) => character.repeat(MB));
const odd = fc.constantFrom(
  '',
  '-',
  '..',
  '/',
  '\0',
  '\n',
  '\u009b31m',
  '\u202e',
  'http://[',
  'http://a:99999/',
  '__proto__',
  '[]',
  '{}',
  'null',
  '{"a":',
);
const text = fc.oneof(
  { arbitrary: odd, weight: 9 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 20 }), weight: 30 },
  { arbitrary: fc.constantFrom(...LONG), weight: 1 },
);
const nested = fc.constantFrom(
  '['.repeat(20_000) + ']'.repeat(20_000),
  `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
);
const value: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.jsonValue({ maxDepth: 2 }),
  fc.integer(),
  fc.boolean(),
);
const keysOf = (shape: object) =>
  fc.oneof({ arbitrary: fc.constantFrom(...Object.keys(shape)), weight: 9 }, text);
const record = (keys: fc.Arbitrary<string>, values: fc.Arbitrary<unknown>, maxKeys = 6) =>
  fc.dictionary(keys, values, { maxKeys, noNullPrototype: true });
const check = record(keysOf({ check: 0, idempotent: 0 }), value);
const urls = record(text, fc.oneof(value, fc.webUrl(), check));
const deployment = record(
  keysOf(Deployment.shape),
  fc.oneof(
    value,
    urls,
    fc.array(text, { maxLength: 4 }),
    record(keysOf({ user: 0, name: 0 }), value),
    urls.map((one) => JSON.stringify(one)),
  ),
);
/** A configuration as Pulumi has it: a text for each key, objects as JSON. */
export const raw = fc
  .record(
    {
      flat: fc.dictionary(keysOf(Config.shape), fc.oneof(text, fc.json()), {
        maxKeys: 5,
        noNullPrototype: true,
      }),
      deployment: fc.oneof({ arbitrary: deployment.map((one) => JSON.stringify(one)), weight: 9 }, nested),
      timeouts: record(keysOf(Timeouts.shape), value).map((one) => JSON.stringify(one)),
    },
    { requiredKeys: ['flat'] },
  )
  .map(({ flat, ...objects }): Record<string, string> => ({ ...flat, ...objects }));

/** A configuration with a single field. */
export const oneField = fc
  .oneof(
    record(keysOf(Config.shape), text, 1),
    record(keysOf(Deployment.shape), text, 1).map((given) => ({ deployment: JSON.stringify(given) })),
  )
  .map((given) => given as Record<string, string>);
