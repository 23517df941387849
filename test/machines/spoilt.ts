import fc from 'fast-check';
import type { RawFacts } from '../../machines/model/facts';

const WORDS = [
  '',
  '-1',
  'NaN',
  '9'.repeat(30),
  '\t\t\t',
  '\n\n',
  'a\tb\tc\n'.repeat(200),
  '__proto__',
  'constructor\t200\t1',
  '{}',
  'null',
  '[]',
  'r-0000000a',
  'x'.repeat(1 << 20),
];

interface Change {
  /** One thing that is not as it was: gone, another, a line less or twice, something in the middle of it. */
  readonly how: 'gone' | 'another' | 'without a line' | 'a line twice' | 'spliced' | 'more';
  readonly at: number;
  readonly text: string;
}

function changed(before: string, { how, at, text: other }: Change): string | undefined {
  const parts = before.split('\n');
  const index = at % parts.length;
  const place = at % (before.length + 1);
  switch (how) {
    case 'gone':
      return undefined;
    case 'another':
      return other;
    case 'without a line':
      return parts.toSpliced(index, 1).join('\n');
    case 'a line twice':
      return parts.toSpliced(index, 0, parts[index] ?? '').join('\n');
    case 'spliced':
      return before.slice(0, place) + other + before.slice(place + 1);
    default:
      return `${before}\n${other}`;
  }
}

/**
 * Facts as a script prints them, up to three of which are not as they should be: those of `whole`, or others that it
 * could print; some of the texts that come in are given.
 */
export const spoilt = (
  whole: Readonly<Record<string, string>>,
  others: readonly string[] = [],
  texts: readonly string[] = [],
): fc.Arbitrary<RawFacts> => {
  const change = fc.record({
    key: fc.constantFrom(...Object.keys(whole), ...others),
    how: fc.constantFrom<Change['how']>(
      'gone',
      'another',
      'without a line',
      'a line twice',
      'spliced',
      'more',
    ),
    at: fc.nat(),
    text: fc.oneof(
      { arbitrary: fc.constantFrom(...WORDS, ...texts), weight: 2 },
      fc.string({ unit: 'binary', maxLength: 40 }),
    ),
  });
  return fc.array(change, { maxLength: 3 }).map((changes) => {
    const facts = new Map(Object.entries(whole));
    for (const one of changes) {
      const after = changed(facts.get(one.key) ?? '', one);
      if (after === undefined) facts.delete(one.key);
      else facts.set(one.key, after);
    }
    return facts;
  });
};
