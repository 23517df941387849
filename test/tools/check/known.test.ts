import { emptyCache } from '../emptyCache';
import { load } from '../load';

type Texts = Map<string, string>;
const { Known } = load<{
  Known: new (
    name: string,
    depends: unknown,
    anew?: boolean,
  ) => { unknown: (texts: Texts) => Texts; keep: (texts: Texts) => void };
}>('check/known.mjs');
const { definedTwice } = load<{ definedTwice: (text: string) => string[] }>('check/definedTwice.mjs');

emptyCache();

const texts = new Map([
  ['a', 'one'],
  ['b', 'two'],
]);
const names = (found: Texts) => [...found.keys()];

test('what a tool has passed is not shown to it again, by whatever clone, until it is another text or has another name', () => {
  const first = new Known('tool', ['1.0']);
  expect(names(first.unknown(texts))).toEqual(['a', 'b']);
  first.keep(texts);
  const next = new Known('tool', ['1.0']);
  expect(names(next.unknown(texts))).toEqual([]);
  expect(names(next.unknown(new Map([...texts, ['b', 'other'], ['c', 'one']])))).toEqual(['b', 'c']);
});

test.each([
  ['what a tool of another version has passed', 'tool', ['1.1'], false],
  ['what another tool has passed', 'other', ['1.0'], false],
  ['where all is to be looked at anew', 'tool', ['1.0'], true],
])('everything is shown to it: %s', (_, name, depends, anew) => {
  new Known('tool', ['1.0']).keep(texts);
  expect(names(new Known(name, depends, anew).unknown(texts))).toEqual(['a', 'b']);
});

test('what was known before is known still when something else is kept', () => {
  new Known('tool', ['1.0']).keep(new Map([['d', 'three']]));
  expect(names(new Known('tool', ['1.0']).unknown(texts))).toEqual([]);
});

test('a function that a script defines twice is named', () => {
  expect(definedTwice('one() {\n}\ntwo() { one; }\none() { :; }\n')).toEqual(['one']);
});
