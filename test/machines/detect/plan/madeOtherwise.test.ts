import { madeOtherwise } from '../../../../machines/detect/plan/madeOtherwise';
import { commit, composeModel, container, facts, image, plan, target } from '../../../fixtures';

const NOW = '2.30.0';
const seen = (current: string, wanted: string, at: number) => {
  const made = container('backend', image(3), { configHash: 'made', composeVersion: NOW });
  const context = {
    facts: facts({ containers: [made], compose: { v2: NOW } }),
    target: target({
      inputs: [],
      release: { commit: commit(at), subject: '' },
      hashes: { current: new Map([['backend', current]]), target: new Map([['backend', wanted]]) },
    }),
    current: composeModel(),
    wanted: composeModel(),
    project: 'chronos',
    compose: 'v2' as const,
    isConfigured: () => true,
    changedFiles: () => [],
  };
  const [change] = plan().services;
  if (!change) throw new Error('the plan has a service');
  return madeOtherwise(context, change).map(({ what }) => what);
};

test('what the files that are checked out have not brought up may lack a variable of a shell', () => {
  expect(seen('made', 'other', 2)).toEqual([]);
  expect(seen('other', 'other', 2)).toEqual(['definition']);
  expect(seen('other', 'made', 2)).toEqual(['definition']);
});

test('of the release that is checked out nothing is missing where it is made by what comes up', () => {
  expect(seen('other', 'made', 3)).toEqual([]);
  expect(seen('other', 'another', 3)).toEqual(['definition']);
});
