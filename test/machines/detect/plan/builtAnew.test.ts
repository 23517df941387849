import { parseCompose } from '../../../../machines/compose/definition';
import type { BuildPart, Target } from '../../../../machines/model/target';
import { builtAnew } from '../../../../machines/detect/plan/builtAnew';
import { serviceChange } from '../../../../machines/detect/plan/serviceChange';
import { withDoubts } from '../../../../machines/detect/plan/unproven';
import { container, facts, image, target } from '../../../fixtures';

/** When v2 came up by the record of the fixtures. */
const RAN = '2026-11-20T02:38:00Z';
const BEFORE = '2026-11-19T10:00:00Z';
const PULLED = '0001-01-01T00:00:00Z';
const AFTER = '2026-11-20T02:38:01Z';
const seconds = (time: string) => Date.parse(time) / 1000;

const seen = (more: Partial<Target>, build: object = { context: '/srv', dockerfile: 'Dockerfile' }) => {
  const model = parseCompose(
    JSON.stringify({
      services: {
        web: { image: 'shop-web', build },
        worker: { image: 'shop-web:latest' },
        other: { image: 'other:1.0.0' },
      },
    }),
  );
  const names = ['web', 'worker', 'other'];
  const context = {
    facts: facts({
      containers: names.map((name) =>
        name === 'other'
          ? container(name, image(4), { reference: 'other:1.0.0' })
          : container(name, image(3)),
      ),
    }),
    target: target({
      inputs: [],
      current: model,
      target: model,
      imagesByName: new Map([['other:1.0.0', image(4)]]),
      ...more,
    }),
    current: model,
    wanted: model,
    project: 'shop',
    compose: 'v2' as const,
    isConfigured: () => true,
    changedFiles: () => [],
  };
  const services = names.map((name) => ({
    ...serviceChange(context, name),
    ...(name === 'other' ? {} : { source: 'build' as const }),
  }));
  return {
    doubts: services.map((change) =>
      builtAnew(context, change)
        .map(({ why }) => why)
        .join(),
    ),
    unproven: withDoubts(context, services).map(({ imageUnproven = false }) => imageUnproven),
  };
};
const part = (kind: BuildPart['kind'], name = '', more: Partial<BuildPart> = {}): BuildPart => ({
  context: '/srv',
  dockerfile: 'Dockerfile',
  kind,
  name,
  ...more,
});
const SEEN = part('seen');
const base = (name: string, created?: string, tagged?: string) =>
  part('image', name, created && tagged ? { created, tagged } : {});

test.each<[string, BuildPart, boolean]>([
  ['built here before the target ran', base('x/base', BEFORE, BEFORE), true],
  ['given its name since', base('x/base', BEFORE, AFTER), false],
  ['pulled, by a name that moves', base('node:20', BEFORE, PULLED), false],
  ['pulled, by a name that is given once', base('node:20.11.1', BEFORE, PULLED), true],
  ['pulled and made since', base('node:20.11.1', AFTER, PULLED), false],
  ['not here', base('node:20.11.1'), false],
  ['decided by a variable', base('node:$VERSION'), false],
])('an image to start from is the same one where that can be told: %s', (_, one, isSame) => {
  const { doubts, unproven } = seen({ parts: [SEEN, one] });
  const said = isSame ? '' : expect.stringContaining(`${one.name} may be another image`);
  expect(doubts).toEqual([said, said, '']);
  // The worker asks for the image of the app by its name.
  expect(unproven).toEqual([!isSame, !isSame, false]);
});

test.each<[string, BuildPart[], RegExp | '']>([
  ['a file that git does not know', [part('file', 'app/a.txt')], /git does not know app\/a\.txt, which/],
  ['one that comes along', [part('file', '.env', { changed: seconds(RAN) })], ''],
  ['one that comes along, changed since', [part('file', '.env', { changed: seconds(AFTER) })], /\.env/],
  ['some', ['a', 'b', 'c', 'd'].map((name) => part('file', name)), / a, b, c and others, which/],
  ['what is fetched', [part('remote')], /fetches/],
  ['what nobody can tell', [part('odd')], /nobody can tell all/],
])('what it copies is the same where that can be told: %s', (_, parts, said) => {
  expect(seen({ parts: [SEEN, ...parts] }).doubts[0]).toEqual(said === '' ? '' : expect.stringMatching(said));
});

test.each<[string, object, Partial<Target>, RegExp]>([
  ['whose Dockerfile was not seen', { context: '/srv' }, { parts: [] }, /its Dockerfile starts from/],
  [
    'with its Dockerfile inline',
    { context: '/srv', dockerfile_inline: 'FROM a' },
    {},
    /its Dockerfile starts/,
  ],
  ['of another repository', { context: 'https://x/y.git#main' }, {}, /of another repository/],
  ['of more contexts', { context: '/srv', additional_contexts: { lib: '/lib' } }, {}, /of lib besides/],
  [
    'of an absolute path',
    { context: '/srv' },
    { contexts: { lacking: new Set(), absolute: new Set(['/srv']) } },
    /of \/srv, which/,
  ],
  [
    'that pulls what it starts from',
    { context: '/srv', pull: true },
    { parts: [SEEN, base('x/base', BEFORE, BEFORE)] },
    /x\/base may be another/,
  ],
])('a build %s is unproven', (_, build, more, said) => {
  expect(seen({ parts: [SEEN], ...more }, build).doubts[0]).toMatch(said);
});

test('facts of older versions say nothing of it', () => {
  const none = ['', '', ''];
  const old = target();
  expect(old.parts).toBeUndefined();
  expect(seen({}).doubts).toEqual(none);
  expect(seen({ parts: [SEEN, part('odd')], inputs: undefined as never }).doubts).toEqual(none);
});
