import { asDefined } from '../../../../machines/compose/made/asDefined';
import { ranHere } from '../../../../machines/detect/plan/ranHere';
import type { Facts } from '../../../../machines/model/facts';
import type { Plan } from '../../../../machines/model/plan';
import { attempt, commit, container, facts, image, plan, undoOfPlan } from '../../../fixtures';

const MOVES = [
  { commit: commit(3), at: '2026-11-21T04:00:00+01:00' },
  { commit: commit(3), at: '2026-11-21T02:00:00+01:00' },
  { commit: commit(2), at: '2026-11-20T02:00:00+01:00' },
];
const MADE = { created: '2026-11-21T02:30:00Z', imageCreated: '2026-11-21T02:29:00Z', configHash: 'aa' };
const hashes = { current: new Map([['backend', 'aa']]), target: new Map() };
const ran = (given: Facts, more: { readonly isBuilt?: boolean; readonly reference?: string } = {}) =>
  ranHere(given, 'backend', {
    isAsDefined: asDefined(given, { hashes }, 'chronos', 'backend').is,
    isBuilt: true,
    reference: 'chronos-backend',
    ...more,
  });
const running = (more: object = {}, n: number | string = 3) =>
  container('backend', image(n), { ...MADE, ...more });
const seen = (more: Partial<Facts> = {}): Facts => {
  const given = facts({ containers: [running()], deployments: [], ...more });
  return { ...given, git: { moves: MOVES, ...given.git } };
};
const git = (more: object) => ({ git: { ...facts().git, ...more } });
const line = (n: number, images: Record<string, string> = {}) => ({
  at: '2026-11-21T02:38:00Z',
  commit: commit(n),
  images,
});
/** A rollback that brought image 3 up as that of the commit that is checked out. */
const broughtUp = (more: Partial<Plan> = {}): Facts['attempts'] => {
  const made = { ...plan(), to: { commit: commit(3), subject: '' }, ...more };
  const services = made.services.map((one) => ({ ...one, target: image(3) }));
  return [attempt({ ...made, services }, { outcome: 'recovered', verdicts: [] })];
};

test.each<[string, Partial<Facts>]>([
  ['made since HEAD is there', {}],
  ['of the image that the record has', { deployments: [line(3, { backend: image(3) })] }],
  ['of a release that the record ends with', { deployments: [line(2), line(3)], ...git({ moves: [] }) }],
  [
    'restored by an undo of what was seen before',
    {
      attempts: [
        attempt({
          ...plan(),
          services: plan().services.map((one) => ({ ...one, ran: true })),
        }),
        ...broughtUp({ ...undoOfPlan(), to: { commit: commit(3), subject: '' } }),
      ],
    },
  ],
])('what runs is seen to be of the commit that is checked out: %s', (_, given) => {
  expect(ran(seen(given))).toBe(true);
});

test.each<[string, Partial<Facts>]>([
  ['it has no container', { containers: [] }],
  ['its containers are of two images', { containers: [running(), running({ id: 'other' }, 2)] }],
  ['it was made by another definition', { containers: [running({ configHash: 'bb' })] }],
  ['its definition has no hash', { containers: [running({ configHash: '' })] }],
  ['tracked files are modified', git({ moves: MOVES, modified: ['src/x'] })],
  ['the record has another image for it', { deployments: [line(3, { backend: image(2) })] }],
  ['the record ends with another release', { deployments: [line(3), line(2)] }],
  ['a rollback has brought it up', { attempts: broughtUp() }],
  [
    'its container was made before HEAD came there',
    { containers: [running({ created: '2026-11-21T00:59:59Z' })] },
  ],
  [
    'its image was made before HEAD came there',
    { containers: [running({ imageCreated: '2026-11-20T00:00:00Z' })] },
  ],
  ['nobody knows since when HEAD is there', git({ moves: [] })],
  ['nobody knows when it was made', { containers: [running({ created: undefined })] }],
])('what runs is not seen to be of the commit that is checked out where %s', (_, given) => {
  const more = seen(given);
  expect(ran('git' in given ? { ...more, git: given.git ?? more.git } : more)).toBe(false);
});

test.each([
  ['tells a version', 'shop/web:3.0', true],
  ['moves', 'shop/web:stable', false],
])('an image that was there before is seen to be of the commit where its name %s', (_, reference, isSeen) => {
  const given = seen({ containers: [running({ created: '2026-11-20T00:00:00Z' })] });
  expect(ran(given, { isBuilt: false, reference })).toBe(isSeen);
});
