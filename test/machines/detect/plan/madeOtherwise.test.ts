import { madeOtherwise } from '../../../../machines/detect/plan/madeOtherwise';
import { serviceChange } from '../../../../machines/detect/plan/serviceChange';
import { Model } from '../../../../machines/model/composeModel';
import { Made, MadeImage } from '../../../../machines/model/made';
import { commit, composeModel, container, facts, image, plan, target } from '../../../fixtures';

const VERSION = facts().compose.v2 ?? '';

/** What is doubted of a container that has this environment and was made by that version of Compose, and not by the hash. */
function doubt(composeVersion: string, env: readonly string[], more: object = {}): string | undefined {
  const own = container('web', image(3), {
    configHash: 'bb',
    composeVersion,
    networks: {},
    reference: 'web',
  });
  const definition = { image: 'web', environment: { A: '1' }, network_mode: 'none', ...more };
  const model = Model.parse({ services: { web: definition } });
  const made = {
    containers: [
      Made.parse({
        id: own.id,
        name: '',
        image: image(3),
        config: { Env: env },
        host: { NetworkMode: 'none' },
      }),
    ],
    images: [MadeImage.parse({ id: image(3), config: {} })],
  };
  const hashes = { current: new Map([['web', 'aa']]), target: new Map<string, string>() };
  const context = {
    facts: facts({ containers: [own] }),
    target: target({ inputs: [], hashes, current: model, target: model, made }),
    current: model,
    wanted: model,
    project: 'shop',
    compose: 'v2' as const,
    isConfigured: () => true,
    changedFiles: () => [],
  };
  return madeOtherwise(context, serviceChange(context, 'web')).at(0)?.why;
}

test('fields that are all as they are defined leave no doubt where another version of Compose has other hashes', () => {
  expect(doubt('2.20.0', ['A=1'])).toBeUndefined();
  expect(doubt(VERSION, ['A=1'])).toContain('was not brought up by these files as they are now: ');
});

test.each([['2.20.0'], [VERSION]])('a field that differs is named, and no value of it: Compose %s', (by) => {
  const why = doubt(by, ['A=secret', 'B=2']);
  expect(why).toMatch(
    /^what runs differs from what these files say, by environment \(A, B\): .*--var supplies it$/,
  );
});

test('what nobody can compare leaves the doubt, and is named', () => {
  const more = { logging: {}, dns: ['1.1.1.1'] };
  expect(doubt('2.20.0', ['A=1'], more)).toContain(
    `Compose 2.20.0 made what runs, and hashes of ${VERSION} say nothing of it; nobody can compare logging, dns: `,
  );
  expect(doubt(VERSION, ['A=1'], more)).toContain('as they are now; nobody can compare logging, dns: ');
});

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
