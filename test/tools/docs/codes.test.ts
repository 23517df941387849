import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CODE_FAMILIES, CODES } from '../../../machines/model/codes';
import { codesPage } from '../../../tools/docs/codes';

const root = join(__dirname, '../../..');

test('docs/codes.md is as the sources make it (npm run docs)', () => {
  expect(readFileSync(join(root, 'docs/codes.md'), 'utf8')).toBe(codesPage());
});

test('each code is in one family, and the families come in one order', () => {
  expect(Object.keys(CODE_FAMILIES)).toEqual([
    'ends',
    'refusals',
    'risks',
    'symptoms',
    'checks',
    'notes',
    'step failures',
    'front door',
    'checkpoint',
  ]);
  expect(Object.values(CODE_FAMILIES).flatMap((family) => Object.keys(family))).toEqual(Object.keys(CODES));
});

test.each([
  ['ends', 'end'],
  ['risks', 'risk'],
  ['symptoms', 'symptom'],
  ['checks', 'check'],
  ['notes', 'note'],
] as const)('the codes of the family %s, and no others, begin with %s', (family, subject) => {
  const isOf = (code: string) => code.startsWith(`${subject}.`);
  expect(Object.keys(CODE_FAMILIES[family])).toEqual(Object.keys(CODES).filter(isOf));
});

test('a family that nobody has described is an error', () => {
  expect(() => codesPage({ others: { 'end.open': 'x' } })).toThrow('the family "others"');
});
