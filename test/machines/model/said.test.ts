import type { Remedy } from '../../../machines/model/remedy';
import { listed, partsOf, said } from '../../../machines/model/said';

const remedy: Remedy = { do: 'unset', key: 'confirm' };

test('a sentence without a remedy is a text', () => {
  expect(said`a ${'b'} c${''}`).toBe('a b c');
  expect(said``).toBe('');
  expect(listed(['a', 'b', said`c ${'d'}`], '; ')).toBe('a; b; c d');
  expect(listed([], '; ')).toBe('');
});

test('a remedy in a sentence stays a value, and what is beside it is one text', () => {
  const inner = said`type ${remedy}`;
  expect(inner).toEqual(['type ', remedy]);
  expect(said`(${inner}; ${'then'} go)`).toEqual(['(type ', remedy, '; then go)']);
  expect(listed(['a', inner, remedy], ', ')).toEqual(['a, type ', remedy, ', ', remedy]);
  expect(said`${remedy}`).toEqual([remedy]);
});

test('advice is taken apart in its order', () => {
  expect(partsOf('a')).toEqual(['a']);
  expect(partsOf(remedy)).toEqual([remedy]);
  expect(partsOf(['a', remedy])).toEqual(['a', remedy]);
});
