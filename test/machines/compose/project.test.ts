import { lookedAt, whichProject } from '../../../machines/compose/project';

test.each([
  ['the one that is set, whatever runs', 'own', ['a', 'b'], { kind: 'one', project: 'own' }, 'own'],
  ['the one that is set, where none runs', 'own', [], { kind: 'one', project: 'own' }, 'own'],
  ['the only one that runs', undefined, ['a'], { kind: 'one', project: 'a' }, 'a'],
  ['none', undefined, [], { kind: 'none' }, undefined],
  ['not known of several', undefined, ['a', 'b'], { kind: 'several', projects: ['a', 'b'] }, 'a'],
] as const)('the project is %s', (_, set, found, which, seen) => {
  expect(whichProject(set, found)).toEqual(which);
  expect(lookedAt(set, found)).toBe(seen);
});
