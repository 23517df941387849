import { parseCompose } from '../../../../machines/compose/definition';
import { maybeCheckedOutAt, startedElsewhere } from '../../../../machines/detect/history/checkedOut';
import { readsOther, releaseOfFiles } from '../../../../machines/detect/plan/readSince';
import type { Target } from '../../../../machines/model/target';
import { commit, container, facts, image } from '../../../fixtures';

const MODEL = parseCompose(`
services:
  web:
    volumes:
      - { type: bind, source: /srv/shop/proxy.conf, target: /etc/app/proxy.conf }
      - { type: bind, source: /srv/shop/src, target: /app }
      - { type: bind, source: /srv/shop/data, target: /data }
  none: {}
`);
const MOVES = [
  { commit: commit(3), at: '2026-11-21T02:00:00Z' },
  { commit: commit(2), at: '2026-11-20T02:00:00Z' },
];
const AT2 = '2026-11-20T02:30:00.5Z';
const OLDER = '2026-11-19T02:30:00Z';
const SAME_SECOND = '2026-11-21T02:00:00.4Z';

const seen = (started: string, moves: typeof MOVES | undefined = MOVES) => {
  const given = facts({
    containers: [container('web', image(1), { started }), container('none', image(1), { started })],
  });
  return { ...given, git: { ...given.git, ...(moves ? { moves } : {}) } };
};
const differing = (...paths: string[]) => new Map([[commit(2), new Set(paths)]]);
const reading = (started: string, more: Partial<Target> = {}, moves: typeof MOVES | undefined = MOVES) => ({
  directory: '/srv/shop',
  facts: seen(started, moves),
  target: {
    below: '',
    since: { current: new Map(), target: new Map() },
    tracked: new Set(['proxy.conf', 'src']),
    ...more,
  },
});
const since = (...paths: string[]) => ({
  since: { current: differing(...paths), target: differing(...paths) },
});

test.each<[string, ReturnType<typeof reading>, string | undefined]>([
  [
    'another file, since it was started',
    reading(AT2, since('proxy.conf')),
    'proxy.conf, which it reads, changes: ',
  ],
  ['another file of a directory', reading(AT2, since('src/a.js')), 'src/a.js, which it reads, changes: '],
  ['the same files', reading(AT2, since('README.md')), undefined],
  ['files of a commit that is gone', reading(AT2), 'nobody knows which proxy.conf it reads: '],
  ['files of before the reflog begins', reading(OLDER), 'nobody knows which proxy.conf it reads: '],
  ['no tracked file', reading(OLDER, { tracked: new Set() }), undefined],
  [
    'what may have been checked out in the same second',
    reading(SAME_SECOND, since('src/a.js')),
    'src/a.js, which it reads, changes: ',
  ],
  ['what is checked out', reading('2026-11-21T02:30:00Z', since('proxy.conf')), undefined],
  ['what older facts do not tell', reading(OLDER, {}, []), 'nobody knows which proxy.conf it reads: '],
])('a service that reads %s is made anew, or not', (_, given, expected) => {
  const said = readsOther(given, MODEL, 'web');
  expect(said).toBe(expected && `${expected}it was started before 3333333 was checked out`);
  expect(readsOther(given, MODEL, 'none')).toBeUndefined();
});

test('facts of an older version tell nothing', () => {
  const given = { ...reading(OLDER), facts: facts({ containers: seen(OLDER).containers }) };
  expect(readsOther(given, MODEL, 'web')).toBeUndefined();
  expect(releaseOfFiles(given, MODEL, 'web')).toBeUndefined();
  const { below, tracked } = reading(OLDER).target;
  expect(readsOther({ ...reading(OLDER), target: { below, tracked } }, MODEL, 'web')).toBeUndefined();
});

test.each<[string, ReturnType<typeof reading>, string | undefined]>([
  ['a file that is mounted by itself', reading(AT2, since('proxy.conf')), commit(2)],
  ['only a file of a directory, which may be read again', reading(AT2, since('src/a.js')), undefined],
  ['nothing', reading(AT2, since('README.md')), undefined],
  ['what nobody knows', reading(OLDER, since('proxy.conf')), undefined],
  ['what may be of HEAD', reading(SAME_SECOND, since('proxy.conf')), undefined],
])('a service has files of another release where what differs is %s', (_, given, expected) => {
  expect(releaseOfFiles(given, MODEL, 'web')).toBe(expected);
});

test('the reflog tells seconds: what was checked out within one of them may be either', () => {
  expect(maybeCheckedOutAt(seen(AT2), SAME_SECOND)).toEqual([commit(3), commit(2)]);
  expect(maybeCheckedOutAt(seen(AT2), AT2)).toEqual([commit(2)]);
  expect(maybeCheckedOutAt(seen(AT2), OLDER)).toEqual([undefined]);
  expect(maybeCheckedOutAt(seen(AT2), '2026-11-20T02:00:00.2Z')).toEqual([commit(2), undefined]);
});

test('the commits that the target is compared with are those of containers, without HEAD', () => {
  expect(startedElsewhere(seen(AT2))).toEqual([commit(2)]);
  expect(startedElsewhere(seen('2026-11-21T02:30:00Z'))).toEqual([]);
  expect(startedElsewhere(seen(OLDER))).toEqual([]);
});
