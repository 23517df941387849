import type { RawFacts } from '../../../machines/model/facts';
import { releasesIn } from '../../../cli/report/releases';
import { commit } from '../../fixtures';
import { schema } from './schema';

const image = `sha256:${'a'.repeat(64)}`;
const OTHER = `sha256:${'c'.repeat(64)}`;
const backup = {
  path: '/backups/one.sql',
  sha256: 'b'.repeat(64),
  bytes: 5,
  takenAt: '2026-11-20T11:59:00Z',
};
const LINES = [
  { at: '2026-11-20T09:00:00Z', commit: commit(1), images: { web: 'sha256:gone' } },
  {
    ...{ v: 2, number: 2, at: '2026-11-20T10:00:00Z', commit: commit(2), images: { web: image } },
    ...{
      branch: 'main',
      tag: 'v2',
      subject: 'Two',
      by: 'ann@host',
      outcome: 'healthy',
      migrations: ['1', '2'],
    },
    before: { at: '2026-11-20T09:59:00Z', seconds: 3, found: 'healthy', backup: null, noBackup: 'no room' },
  },
  {
    ...{ v: 2, number: 3, at: '2026-11-20T12:00:00Z', commit: commit(3), images: { web: image } },
    ...{ outcome: 'unhealthy', migrations: ['1', '2', '3'] },
    before: { at: '2026-11-20T11:59:00Z', seconds: 3, found: 'web is exited', backup },
  },
];
const facts = (more: Readonly<Record<string, string>> = {}): RawFacts =>
  new Map(
    Object.entries({
      'deployments.jsonl': LINES.map((line) => JSON.stringify(line)).join('\n'),
      images: image,
      backups: backup.path,
      'git.releases': `${commit(1)}\ttag: v1\tOne`,
      ...more,
    }),
  );

test('an image that is not here may be in a registry that knew it, else it must be built', () => {
  const of = (more: object) => JSON.stringify({ ...LINES[1], images: { web: OTHER, db: image }, ...more });
  const [known, unknown] = [{ web: ['shop/web@sha256:1'] }, { web: [], db: ['postgres@sha256:2'] }];
  const record = [of({ number: 1 }), of({ number: 2, digests: unknown }), of({ number: 3, digests: known })];
  const listed = (more: object) =>
    releasesIn(facts({ 'deployments.jsonl': record.join('\n'), ...more })).releases.map((one) => one.image);
  expect(listed({})).toEqual(['registry', 'gone', 'gone']);
  expect(listed({ 'images.archived': OTHER })).toEqual(['archive', 'archive', 'archive']);
});

test('names the settings that are not as the release before had them', () => {
  const of = (number: number, settings?: object[]) =>
    JSON.stringify({ ...LINES[1], number, ...(settings ? { settings } : {}) });
  const file = (path: string, digest: string, keys?: object) => ({
    path,
    kept: true,
    digest,
    ...(keys ? { keys } : {}),
  });
  const lines = [
    of(1),
    of(2, [file('/a/.env', 'd1', { TAG: '1', LOG: '1', OLD: '1' }), file('/a/o.yml', 'o1')]),
    of(3, [file('/a/.env', 'd2', { TAG: '2', LOG: '1', NEW: '1' }), file('/a/o.yml', 'o2')]),
    of(4, [file('/a/.env', 'd2', { TAG: '2', LOG: '1', NEW: '1' })]),
  ];
  const { releases } = releasesIn(facts({ 'deployments.jsonl': lines.join('\n') }));
  expect(releases.map(({ settings }) => settings)).toEqual([
    ['/a/o.yml'],
    ['NEW', 'OLD', 'TAG', '/a/o.yml'],
    [],
    [],
  ]);
  expect(JSON.stringify(releases)).not.toMatch(/d1|o2/);
});

test('lists releases of both formats, newest first, each with what its successor has recorded of it', () => {
  const { releases, unfinished } = releasesIn(facts());
  expect(unfinished).toBeNull();
  expect(releases).toMatchObject([
    {
      number: 3,
      outcome: 'unhealthy',
      found: '',
      ranSeconds: null,
      image: 'here',
      migrations: ['3'],
      backup: null,
    },
    {
      ...{ number: 2, name: 'v2', subject: 'Two', found: 'web is exited', ranSeconds: 7200, image: 'here' },
      backup: { path: backup.path, takenAt: backup.takenAt, isThere: true },
    },
    {
      number: null,
      name: 'v1',
      subject: 'One',
      image: 'gone',
      found: 'healthy',
      backup: null,
      noBackup: 'no room',
    },
  ]);
});

test('names the lines of the record that cannot be read, and takes commits of fewer digits for those that git has found', () => {
  const short = JSON.stringify({ ...LINES[0], commit: commit(1).slice(0, 8) });
  const answer = releasesIn(
    facts({
      'deployments.jsonl': [short, '{"at":', JSON.stringify(LINES[1])].join('\n'),
      'deployments.short': `${commit(1).slice(0, 8)} ${commit(1)}`,
    }),
  );
  expect(answer.unread).toEqual([2]);
  expect(answer.releases.map((one) => one.commit)).toEqual([commit(2), commit(1)]);
});

test('says that a backup is gone, and which deployment nothing has ended', () => {
  const before = JSON.stringify({
    at: '2026-11-20T13:00:00Z',
    commit: commit(3),
    seconds: 1,
    found: '',
    backup: null,
  });
  const answer = releasesIn(facts({ backups: '', before }));
  expect(answer.unfinished).toEqual({ at: '2026-11-20T13:00:00Z', commit: commit(3) });
  expect(answer.releases[1]?.backup?.isThere).toBe(false);
  expect(releasesIn(facts({ before: '{"at":' })).unfinished).toBeNull();
});

const SIDECAR = {
  v: 1,
  sha256: backup.sha256,
  tables: { 'public.a': { rows: 10 }, 'public.b': { rows: 5 } },
};
const since = (sidecar: object, counts: unknown = [['public.a', 3, 8]], path = backup.path) =>
  [path, Buffer.from(JSON.stringify(sidecar)).toString('base64'), JSON.stringify(counts)].join('\t');

test('counts what restoring a backup would cost, by the snapshot that its sidecar tells', () => {
  const { releases } = releasesIn(facts({ 'backups.since': since(SIDECAR) }));
  expect(releases[1]?.backup?.atStake).toEqual({ written: 3, gone: 7 });
});

test.each<[string, string]>([
  ['nothing was counted', ''],
  ['only another one was counted', since(SIDECAR, [], '/backups/other.sql')],
  ['the sidecar is of another file', since({ ...SIDECAR, sha256: 'f'.repeat(64) })],
  ['the sidecar has no rows', since({ v: 1 })],
  ['what was counted cannot be read', since(SIDECAR, 'no')],
])('says nothing of it where %s', (_, counted) => {
  const { releases } = releasesIn(facts({ 'backups.since': counted }));
  expect(releases[1]?.backup).toMatchObject({ isThere: true, atStake: null });
});

test('is what docs/json/releases.schema.json says', () => {
  expect(() => schema('releases').parse(releasesIn(facts()))).not.toThrow();
});
