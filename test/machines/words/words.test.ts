import { type Code, CODES } from '../../../machines/model/codes';
import { HOST_WORDS } from '../../support/codes/hostWords';
import { spelledCodes } from '../../support/codes/spelledCodes';
import { DATABASE_WORDS } from './database';
import { DEPLOYMENT_WORDS } from './deployment';
import { FRONT_DOOR_WORDS } from './frontDoor';
import { EXAMPLES } from './examples';
import { RELEASE_WORDS } from './release';
import { SIGNS_WORDS } from './signs';
import { VALUES } from './values';

type Row = readonly [Code, string];
const DECIDED: readonly Row[] = [...DEPLOYMENT_WORDS, ...RELEASE_WORDS, ...DATABASE_WORDS, ...SIGNS_WORDS];
const codesOf = (rows: readonly (readonly [Code, ...unknown[]])[]) => [
  ...new Set(rows.map(([code]) => code)),
];

describe.each<[string, readonly string[], readonly Row[]]>([
  ['a decision', ['machines'], DECIDED],
  ['the front door or the journal', ['cli', 'audit'], FRONT_DOOR_WORDS],
])('in %s', (_, folders, rows) => {
  const spelled = folders.flatMap((folder) => spelledCodes(folder));

  test.each(codesOf(rows))('the words of %s', (wanted) => {
    const said = spelled.flatMap(({ code, sentence }) => (code === wanted ? (sentence ?? []) : []));
    const known = rows.flatMap(([code, sentence]) => (code === wanted ? sentence : []));
    expect([...new Set(said)].sort()).toEqual([...known].sort());
  });

  test('no code has words that are not tested', () => {
    const tested = new Set(codesOf(rows));
    expect(spelled.filter(({ code, sentence }) => sentence !== undefined && !tested.has(code))).toEqual([]);
  });
});

test.each(codesOf(EXAMPLES))('the words of %s, by example', async (wanted) => {
  for (const [code, made, sentence] of EXAMPLES) if (code === wanted) expect(await made()).toBe(sentence);
});

test('of every code the words are tested, or it has none of its own', () => {
  const hasWords = new Set<string>([
    ...codesOf([...DECIDED, ...FRONT_DOOR_WORDS, ...EXAMPLES]),
    ...Object.keys(HOST_WORDS),
  ]);
  expect(
    Object.keys(CODES)
      .filter((code) => !hasWords.has(code))
      .sort(),
  ).toEqual([...VALUES].sort());
});
