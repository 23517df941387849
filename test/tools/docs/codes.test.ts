import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CODES } from '../../../machines/model/codes';
import { codesPage, groupsOf } from '../../../tools/docs/codes';

const root = join(__dirname, '../../..');
const source = readFileSync(join(root, 'machines/model/codes.ts'), 'utf8');

test('docs/codes.md is as the sources make it (npm run docs)', () => {
  expect(readFileSync(join(root, 'docs/codes.md'), 'utf8')).toBe(codesPage());
});

test('each code is in one group, and the groups come in one order', () => {
  const groups = groupsOf(source);
  expect([...groups.keys()]).toEqual([
    'ends',
    'refusals',
    'risks',
    'symptoms',
    'checks',
    'notes',
    'step failures',
    'front door',
  ]);
  expect([...groups.values()].flat().sort()).toEqual(Object.keys(CODES).sort());
});

test.each([
  ['ends', 'end'],
  ['risks', 'risk'],
  ['symptoms', 'symptom'],
  ['checks', 'check'],
  ['notes', 'note'],
])('the codes of the group %s, and no others, begin with %s', (group, subject) => {
  const isOf = (code: string) => code.startsWith(`${subject}.`);
  expect(groupsOf(source).get(group)).toEqual(Object.keys(CODES).filter(isOf));
});

test('a group that nobody has described is an error', () => {
  expect(() => codesPage("  // others\n  'end.open': 'x',\n")).toThrow('the group "others"');
});
