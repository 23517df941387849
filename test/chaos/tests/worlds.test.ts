import { WORLDS } from '../harness/wrong/worlds';
import { WRONG } from '../harness/wrong/wrong';

const made = Object.values(WORLDS).flat();

test('each thing that can be wrong is so in one of ten worlds', () => {
  expect(Object.keys(WORLDS)).toHaveLength(10);
  expect([...made].sort()).toEqual(Object.keys(WRONG).sort());
});

test('in one world all is wrong after the same rollback, or all of it where none was begun', () => {
  for (const names of Object.values(WORLDS)) {
    const of = new Set(names.map((name) => `${WRONG[name]?.scenario} ${WRONG[name]?.isUntouched}`));
    expect({ names, of: of.size }).toEqual({ names, of: 1 });
  }
});

test('in one world no two things are seen by the same words', () => {
  for (const names of Object.values(WORLDS)) {
    const words = names.map((name) => WRONG[name]?.says.source);
    expect(new Set(words).size).toBe(words.length);
  }
});
