import { CODES } from '../../../machines/codes';
import { spelledCodes } from '../../support/spelledCodes';
import { DATABASE_WORDS } from './database';
import { DEPLOYMENT_WORDS } from './deployment';
import { RELEASE_WORDS } from './release';
import { SIGNS_WORDS } from './signs';

const WORDS = [...DEPLOYMENT_WORDS, ...RELEASE_WORDS, ...DATABASE_WORDS, ...SIGNS_WORDS];
const spelled = spelledCodes();
const said = (wanted: string) =>
  spelled.flatMap(({ code, sentence }) => (code === wanted && sentence !== undefined ? [sentence] : []));

test.each([...new Set(WORDS.map(([code]) => code))])('the words of %s', (code) => {
  const rows = WORDS.filter(([one]) => one === code);
  expect([...new Set(said(code))].sort()).toEqual(rows.map(([, sentence]) => sentence).sort());
});

test('of every code that a decision spells beside a sentence the words are tested, and each once', () => {
  const told = WORDS.map((row) => row.join(': '));
  expect(new Set(told).size).toBe(told.length);
  const tested = new Set<string>(WORDS.map(([code]) => code));
  const untested = spelled.filter(({ code, sentence }) => sentence !== undefined && !tested.has(code));
  expect(untested).toEqual([]);
});

test('what is refused, a risk, a symptom or a note has no words but beside its code', () => {
  expect(spelled.length).toBeGreaterThan(100);
  for (const { code } of spelled) expect(CODES).toHaveProperty([code]);
});
