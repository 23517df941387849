import type { Facts } from '../../../../machines/model/facts';
import type { ServiceChange } from '../../../../machines/model/serviceChange';
import {
  notesOf,
  shallowCloneRefusal,
  targetRefusal,
} from '../../../../machines/detect/refusals/targetRefusals';
import type { Target } from '../../../../machines/model/target';
import { commit, composeModel, facts, image, REQUEST, saying, settings, target } from '../../../fixtures';

const change = (service: string, more: Partial<ServiceChange> = {}): ServiceChange => ({
  service,
  before: image(3),
  target: image(2),
  source: 'reuse',
  reference: `chronos-${service}:latest`,
  action: 'up',
  why: 'its image changes',
  ...more,
});
const REUSED = [change('backend'), change('frontend')];
const build = (service = 'backend') => [change(service, { source: 'build' })];
const pull = (reference: string, service = 'backend') => [change(service, { source: 'pull', reference })];
const obstacle = (
  given: Partial<Facts> = {},
  wanted: Partial<Target> = {},
  services: readonly ServiceChange[] = REUSED,
  deployment = {},
) =>
  targetRefusal(settings({ deployment: JSON.stringify(deployment) }), facts(given), target(wanted), services);
const git = (more: Partial<Facts['git']>) => ({ git: { ...facts().git, ...more } });
const LOCK = '/opt/chronos-financial/.git/index.lock';
const space = (place: string, freeKiB: number) => ({
  diskSpace: { ...facts().diskSpace, [place]: { mount: `/${place}`, freeKiB } },
});
/** All is on one disk. */
const full = (freeKiB: number) => {
  const disk = { mount: '/', freeKiB };
  return { diskSpace: { checkout: disk, state: disk, docker: disk } };
};
const builtFrom = (build: object | string) => ({
  target: composeModel((yaml) => yaml.replace('build: ./backend', `build: ${JSON.stringify(build)}`)),
});

test('nothing stands in the way of a target whose images are there', () => {
  expect(obstacle()).toBeUndefined();
});

test('a git at work in the checkout is named; a lock that nobody holds is only told', () => {
  expect(obstacle(git({ lock: { path: LOCK, holder: '312 git' } }))).toEqual({
    code: 'git.busy',
    what: saying('/opt/chronos-financial'),
    got: saying(LOCK, '312 git'),
    accepts: saying(),
    next: [saying(), { do: 'look', at: 'process', of: '312' }],
  });
  const stale = git({ lock: { path: LOCK } });
  expect(obstacle(stale)).toBeUndefined();
  expect(notesOf({}, facts({ ...stale, silent: ['disk of /srv'] }))).toEqual([
    { code: 'note.lock-left', what: expect.stringContaining(LOCK) as string },
    { code: 'note.no-answer', what: expect.stringContaining('disk of /srv') as string },
  ]);
  expect(notesOf({}, facts(git({ lock: { path: LOCK, holder: '312 git' } })))).toEqual([]);
  expect(notesOf({}, facts({ checkpoint: 'stale' }))).toMatchObject([{ code: 'note.checkpoint-stale' }]);
  expect(notesOf({}, facts({ checkpoint: 'current' }))).toEqual([]);
  expect(notesOf({}, facts({ ...full(1024), reserveKiB: 65536 }))).toMatchObject([
    { code: 'note.reserve-given-up', what: saying('64 MiB') },
  ]);
  expect(notesOf({}, facts(full(1024)))).toEqual([]);
  expect(notesOf({}, facts({ reserveKiB: 65536 }))).toEqual([]);
  expect(notesOf({ strategy: 'shadow' }, facts())).toEqual([
    { code: 'note.strategy-ignored', what: saying('pulumi config rm strategy') },
  ]);
});

test('a commit that a shallow clone cannot have names the way to have it', () => {
  const next = { do: 'unshallow', directory: '/opt/chronos-financial' };
  const shallow = git({ shallow: true });
  expect(obstacle({ ...shallow, wanted: { remote: false, commit: commit(1) } }, { gone: true })).toEqual({
    code: 'commit.shallow',
    what: saying('1111111', '/opt/chronos-financial'),
    accepts: saying(),
    next,
  });
  expect(obstacle(shallow, { gone: true })?.next).toEqual(next);
  expect(obstacle(shallow)).toBeUndefined();
  expect(obstacle({}, { gone: true })).toMatchObject({
    code: 'commit.gone',
    what: saying('/opt/chronos-financial'),
    next: [
      { do: 'look', at: 'commits', of: '/opt/chronos-financial' },
      saying(),
      { do: 'update', for: { commit: 'HASH' } },
    ],
  });
});

test('a name that nobody knows is refused for the shallow clone only where there is one', () => {
  const asked = (commit: string, given: Partial<Facts>) =>
    shallowCloneRefusal(settings(), { ...REQUEST, commit }, facts(given));
  expect(asked('v0', git({ shallow: true }))).toMatchObject({ code: 'commit.shallow', what: saying('v0') });
  expect(asked('v0', {})).toBeUndefined();
  expect(asked('previous', git({ shallow: true }))).toBeUndefined();
  expect(
    asked('v1', { ...git({ shallow: true }), wanted: { remote: false, commit: commit(1) } }),
  ).toBeUndefined();
});

test('files that would be overwritten are named, five of them, with the line that saves the first', () => {
  expect(obstacle({}, { overwritten: ["it's here"] })).toEqual({
    code: 'checkout.untracked-files',
    what: saying('2222222'),
    got: "it's here",
    accepts: saying(),
    next: { do: 'move', directory: '/opt/chronos-financial', file: "it's here", to: "it's here.kept" },
  });
  expect(obstacle({}, { overwritten: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] })?.got).toMatch(
    /^a, b, c, d, e, (?!.*\b[fg]\b).*\b2\b/,
  );
});

test.each([
  ['merge', ', or give it up: ', { do: 'give-up', what: 'merge', directory: '/opt/chronos-financial' }],
  ['conflict'],
])('an unfinished %s is refused before a stash could lose it', (unfinished, ...more) => {
  expect(obstacle(git({ unfinished }))).toEqual({
    code: 'checkout.unfinished',
    what: saying('/opt/chronos-financial', unfinished),
    got: saying(unfinished),
    accepts: saying(),
    next: [{ do: 'look', at: 'checkout', of: '/opt/chronos-financial' }, '; then finish it', ...more],
  });
});

test('edited files that git was told not to see are named, with the line by which it sees the first', () => {
  const hidden = [
    { path: 'prod/compose.yml', mark: 'skip-worktree' as const },
    { path: 'b', mark: 'assume-unchanged' as const },
  ];
  expect(obstacle({}, { hidden, below: 'prod/' })).toEqual({
    code: 'checkout.hidden-edits',
    what: saying('2222222'),
    got: 'prod/compose.yml (skip-worktree), b (assume-unchanged)',
    accepts: saying(),
    next: [
      {
        ...{ do: 'show-edit', directory: '/opt/chronos-financial' },
        ...{ mark: 'skip-worktree', path: '../prod/compose.yml' },
      },
      saying('stash'),
    ],
  });
});

test('submodules that differ are named', () => {
  expect(obstacle({}, { submodules: ['lib/money'] })).toEqual({
    code: 'checkout.submodules',
    what: saying('2222222'),
    got: 'lib/money',
    accepts: saying(),
    next: [{ do: 'look', at: 'submodules', of: '/opt/chronos-financial' }, saying()],
  });
});

const GiB = 1024 * 1024;
test.each<[string, Partial<Facts>, readonly ServiceChange[], string | undefined]>([
  ['a build with twice the image and 200 MiB free', space('docker', 600 * 1024), build(), undefined],
  ['a build with a little less', space('docker', 600 * 1024 - 1), build(), '600 MiB'],
  [
    'two builds with room for one',
    space('docker', 600 * 1024),
    [...build(), ...build('frontend')],
    '1000 MiB',
  ],
  ['a pull', space('docker', 1024), pull('shop/backend:1'), '600 MiB'],
  ['a service that never ran', space('docker', 1024), build('new'), '200 MiB'],
  ['nothing to make', space('docker', 1), REUSED, undefined],
  ['a full disk of the checkout', space('checkout', 1024), REUSED, '50 MiB'],
  ['a full disk of the state directory', space('state', 1024), REUSED, '50 MiB'],
  [
    'a full disk of the state directory with a reserve',
    { ...space('state', 0), reserveKiB: 65536 },
    REUSED,
    undefined,
  ],
  [
    'a full disk of the checkout, and a reserve on another',
    { ...space('checkout', 0), reserveKiB: 65536 },
    REUSED,
    '50 MiB',
  ],
  ['a full disk of all with a reserve', { ...full(0), reserveKiB: 65536 }, REUSED, undefined],
  ['a build on a full disk with a reserve', { ...full(0), reserveKiB: 65536 }, build(), '600 MiB'],
  ['a Docker whose disk is not known', { diskSpace: {} }, build(), undefined],
  ['a lot of room', space('docker', 100 * GiB), build(), undefined],
])('disk space: %s', (_, given, services, needed) => {
  const refusal = obstacle(given, {}, services);
  expect(refusal?.accepts).toBe(needed);
  if (needed)
    expect(refusal).toMatchObject({
      code: 'space.host',
      what: saying('/'),
      got: expect.stringMatching(/ MiB free$/),
    });
});

test.each<[string, object | string, string[], string | undefined]>([
  ['that is there', './backend', ['backend/', 'backend/Dockerfile'], undefined],
  ['whose directory is gone', './backend', ['src/'], 'directory backend'],
  ['whose Dockerfile is gone', './backend', ['backend/'], 'file backend/Dockerfile'],
  ['by an absolute path', '/opt/chronos-financial/backend', ['src/'], 'directory backend'],
  ['by another name of the directory', '/srv/real/backend', ['src/'], 'directory backend'],
  ['of the whole checkout', { context: '/opt/chronos-financial' }, ['Dockerfile'], undefined],
  [
    'with a Dockerfile elsewhere',
    { context: '.', dockerfile: 'docker/web.Dockerfile' },
    ['docker/'],
    'file docker/web.Dockerfile',
  ],
  [
    'with a Dockerfile above its directory',
    { context: './a', dockerfile: '../Dockerfile' },
    ['a/', 'Dockerfile'],
    undefined,
  ],
  ['with a Dockerfile in the definition', { context: './a', dockerfile_inline: 'FROM x' }, ['a/'], undefined],
  ['from an address', { context: 'https://example.com/x.git' }, [], undefined],
  ['from outside the checkout', { context: '/srv/other' }, [], undefined],
  ['from above the checkout', { context: '../other' }, [], undefined],
])('a build %s', (_, definition, sources, lacks) => {
  const given = { directory: '/srv/real' };
  const refusal = obstacle(given, { ...builtFrom(definition), sources: new Set(sources) }, build());
  if (lacks)
    expect(refusal).toMatchObject({ code: 'image.no-source', what: saying('backend', '2222222', lacks) });
  else expect(refusal).toBeUndefined();
  expect(obstacle(given, { ...builtFrom(definition), sources: new Set() }, REUSED)).toBeUndefined();
});

test('a build that copies what the target does not have, unless another stage may be the one that is built', () => {
  const sources = new Set(['web/', 'web/Dockerfile']);
  const web = { context: '/opt/chronos-financial/web', dockerfile: 'Dockerfile' };
  const from = (context: string, more = {}) =>
    obstacle(
      {},
      {
        ...builtFrom({ ...web, ...more }),
        sources,
        uncopied: [{ context, dockerfile: 'Dockerfile', source: 'dist' }],
      },
      build(),
    );
  expect(from(web.context)).toMatchObject({
    code: 'image.no-source',
    what: saying('web/dist, which web/Dockerfile copies'),
  });
  expect(from('/opt/chronos-financial/api')).toBeUndefined();
  expect(from(web.context, { target: 'dev' })).toBeUndefined();
  const above = { context: '/opt' };
  expect(from('/opt', above)).toMatchObject({
    code: 'image.no-source',
    what: saying('dist, which its Dockerfile'),
  });
});

test('a build of a directory that is not there beside the checkout', () => {
  const context = '/opt/other';
  const contexts = { lacking: new Set([context]), absolute: new Set<string>() };
  expect(obstacle({}, { ...builtFrom({ context }), contexts }, build())).toMatchObject({
    code: 'image.no-source',
    what: saying('directory /opt/other, which is not in the repository'),
  });
  expect(obstacle({}, { ...builtFrom({ context }), contexts }, REUSED)).toBeUndefined();
});

test.each([
  ['chronos-backend:latest', true],
  ['chronos_backend', true],
  ['shop/backend:1', false],
  ['postgres:15', false],
  ['localhost:5000/chronos-backend:1', false],
])('of an image that is gone and is not built, %s is no name to pull: %s', (reference, isRefused) => {
  const refusal = obstacle({}, {}, pull(reference));
  if (isRefused)
    expect(refusal).toMatchObject({
      code: 'image.gone',
      what: saying('backend', '2222222'),
      got: saying(reference),
    });
  else expect(refusal).toBeUndefined();
});
