import fc from 'fast-check';
import { parseInspection } from '../../../../machines/detect/observe/backupInspection';
import { parseBackupManifest } from '../../../../machines/detect/observe/backupManifest';
import { parsePairs, parseBackupStore } from '../../../../machines/detect/observe/backupStore';
import { DIRECTORY, SIDECAR } from '../../../backups';
import { depth } from '../../../support/depth';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const line = (name: string, more: { changed?: string; made?: string; sidecar?: object; sum?: string } = {}) =>
  [
    ...[name, 'file', '5000', more.changed ?? '1764000000', '42', '5047444d50', more.made ?? ''],
    more.sidecar ? base64(JSON.stringify(more.sidecar)) : '',
    base64(more.sum ?? ''),
  ].join('\t');
const parse = (given: Record<string, string>) =>
  parseBackupStore(new Map(Object.entries(given)), `${DIRECTORY}//`);
const files = (...lines: string[]) => parse({ backups: `${lines.join('\n')}\n` }).files;

test.each([
  [
    'by its sidecar first',
    line('database_20261125_020000.dump', { made: '2026-11-24 02:00:00 UTC', sidecar: SIDECAR }),
    '2026-11-21T02:37:30.000Z',
    'its sidecar',
  ],
  [
    'then by what the archive says',
    line('database_20261125_020000.dump', { made: '2026-11-24 02:00:00 UTC' }),
    '2026-11-24T02:00:00.000Z',
    'the archive',
  ],
  ['then by its name', line('database_20261125_020000.sql.gz'), '2026-11-25T02:00:00.000Z', 'its name'],
  [
    'also with other signs in it',
    line('chronos-20261125T020000.sql'),
    '2026-11-25T02:00:00.000Z',
    'its name',
  ],
  ['else by the time of the file', line('nightly.sql'), '2025-11-24T16:00:00.000Z', 'the time of the file'],
  [
    'not by digits that are no time',
    line('database_20261399_996161.sql'),
    '2025-11-24T16:00:00.000Z',
    'the time of the file',
  ],
  [
    'a time that no date can hold is none',
    line('nightly.sql', { changed: '9'.repeat(18) }),
    '1970-01-01T00:00:00.000Z',
    'the time of the file',
  ],
])('when a backup was taken is told %s', (_, columns, takenAt, takenBy) => {
  expect(files(columns)).toEqual([expect.objectContaining({ takenAt, takenBy })]);
});

test('a backup has its path, its size and what stands beside it; the newest comes first', () => {
  const [newest, oldest] = files(
    line('database_20261119_020000.sql'),
    line('database_20261125_020000.sql', { sum: `${'c'.repeat(64)}  database.sql\n` }),
  );
  expect(newest).toMatchObject({
    path: `${DIRECTORY}/database_20261125_020000.sql`,
    bytes: 5000,
    inode: '42',
    sidecar: { sha256: 'c'.repeat(64) },
  });
  expect(oldest?.name).toBe('database_20261119_020000.sql');
});

test('a line that was cut off is no backup', () => {
  expect(files('database_2026', '', '\t\t\t\t')).toEqual([]);
});

test('the database, who is on it and what it is bound to are read', () => {
  expect(
    parse({
      'db.server': `${JSON.stringify({
        live: {
          oid: '16384',
          versionNumber: 150018,
          version: '15.18',
          bytes: 5000,
          isSuperuser: true,
          counts: true,
          isStandby: false,
          isOpen: true,
        },
        sessions: [
          { user: 'chronos_user', application: 'backend', address: '172.18.0.3', count: 4 },
          { user: 'ann', application: 'psql', address: '', count: 1, writing: 1 },
        ],
        bound: [{ kind: 'slot', name: 'analytics' }],
        roles: ['ann', 'chronos_user'],
        names: [{ name: 'chronos_financial', oid: '16384' }],
      })}\n`,
      'db.live':
        '{"extensions":["plpgsql"],"since":"2026-11-01T00:00:00+00:00","writers":["ann"],"tables":[{"table":"public.accounts","inserted":1,"updated":2,"deleted":3,"bytes":8192}]}\n',
      'db.since': '[["public.accounts",4,6]]',
      'db.left': '[{"name":"chronos_financial_before_r-00000001","bytes":9000}]\n',
      'db.free': ' 1000\n',
      'db.mount': '/var/lib/postgresql/data dir\n',
      'db.temporary': 'none\n',
    }),
  ).toEqual({
    database: {
      oid: '16384',
      versionNumber: 150018,
      version: '15.18',
      bytes: 5000,
      isSuperuser: true,
      counts: true,
      isStandby: false,
      isOpen: true,
    },
    sessions: [
      { user: 'chronos_user', application: 'backend', address: '172.18.0.3', count: 4 },
      { user: 'ann', application: 'psql', address: '', count: 1, writing: 1 },
    ],
    writers: new Set(['ann']),
    bound: [{ kind: 'slot', name: 'analytics' }],
    roles: new Set(['ann', 'chronos_user']),
    extensions: new Set(['plpgsql']),
    tables: new Set(['public.accounts']),
    names: new Map([['chronos_financial', '16384']]),
    writes: {
      since: '2026-11-01T00:00:00+00:00',
      tables: new Map([['public.accounts', { inserted: 1, updated: 2, deleted: 3, bytes: 8192 }]]),
    },
    since: new Map([['public.accounts', [4, 6]]]),
    left: new Map([['chronos_financial_before_r-00000001', 9000]]),
    freeKiB: 1000,
    mount: '/var/lib/postgresql/data dir',
    files: [],
  });
});

test('a database that does not answer is absent', () => {
  expect(parse({ 'db.self': '' })).not.toHaveProperty('database');
});

test.each<[string, string | undefined, [string, [number, number]][] | undefined]>([
  [
    'told whole',
    '[["a",1,2],["b",0,0]]',
    [
      ['a', [1, 2]],
      ['b', [0, 0]],
    ],
  ],
  ['whole, and of no table', '[]', []],
  ['not asked for', undefined, undefined],
  ['not told', '', undefined],
  ['cut off between two tables: never a smaller count', '[["a",1,2]', undefined],
  ['cut off within one', '[["a",1,2],["b",1', undefined],
  ['with a count that is none', '[["a",1,"ERROR"]]', undefined],
  ['with a count that is missing', '[["a",1]]', undefined],
])('counts by table, %s', (_, text, expected) => {
  const raw = new Map(text === undefined ? [] : [['db.since', text]]);
  expect(parsePairs(raw, 'db.since')).toEqual(expected && new Map(expected));
});

test('whatever the host prints, it is read', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom('\t', '\n', '9', '2026', '-', ' ', 'T', 't', ':', '{', '}', '"v":1', '='), {
        maxLength: 60,
      })
      .map((all) => all.join('')),
  );
  const names = [
    'backups',
    'db.server',
    'db.live',
    'db.left',
    'db.since',
    'db.free',
    'backup.header',
    'backup.outline',
    'backup.bytes',
    'backup.damage',
    'db.compared',
  ];
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), anyText), anyText, (given, text) => {
      const raw = new Map(Object.entries(given));
      for (const { takenAt } of parseBackupStore(raw, text).files)
        expect(takenAt).toMatch(/^.*\d{4}-\d\d-\d\dT.*Z$/);
      expect(parseInspection(raw).isUnread).toBe(false);
      expect(typeof parseBackupManifest(text, text)).toBe('object');
    }),
    { numRuns: depth(80, 300) },
  );
});
