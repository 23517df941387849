import { backupDamageRefusal, backupFitRefusal } from '../../../../machines/detect/refusals/backupRefusals';
import { backupSpaceRefusal } from '../../../../machines/detect/refusals/backupSpace';
import type { Inspection } from '../../../../machines/detect/observe/backupInspection';
import type { BackupManifest } from '../../../../machines/detect/observe/backupManifest';
import type { BackupStore } from '../../../../machines/detect/observe/backupStore';
import { OPEN } from '../../../../machines/model/remedy';
import { inspection, MIB, SHA, store } from '../../../backups';
import { saying, settings, without } from '../../../fixtures';

const PATH = '/backups/a.dump';
const chosen = settings({ scenario: 'database' });

test('a backup that is whole, fits and has room meets no obstacle', () => {
  expect(backupDamageRefusal(PATH, inspection(), {})).toBeUndefined();
  expect(backupFitRefusal(chosen, PATH, inspection(), {}, store())).toBeUndefined();
  expect(backupSpaceRefusal(chosen, store(), inspection(), {})).toBeUndefined();
});

test.each<[string, Partial<Inspection>, Partial<BackupManifest>, object]>([
  ['it is empty', { format: 'empty' }, {}, { code: 'backup.empty', what: saying(`${PATH}`) }],
  ['it has no bytes', { bytes: 0 }, {}, { code: 'backup.empty', what: saying(`${PATH}`) }],
  [
    'its checksum could not be made: an empty one is never pinned',
    { sha256: '' },
    { sha256: SHA },
    { code: 'backup.unread', what: saying(`${PATH}`) },
  ],
  [
    'it is not what it was when it was taken',
    {},
    { sha256: 'c'.repeat(64) },
    {
      code: 'backup.changed',
      what: saying(`${PATH}`),
      got: `SHA-256 ${SHA}`,
      accepts: saying('c'.repeat(64)),
    },
  ],
  [
    'it is of a whole server',
    { format: 'cluster' },
    {},
    { code: 'backup.of-server', what: saying(`${PATH}`) },
  ],
  [
    'it is something else',
    { format: 'none' },
    {},
    { code: 'backup.unknown-format', what: saying(`${PATH}`) },
  ],
  [
    'it is of a newer pg_dump',
    { headerError: 'pg_restore: error: unsupported version (1.16) in file header' },
    {},
    {
      code: 'backup.newer',
      what: saying(`${PATH}`),
      got: 'unsupported version (1.16) in file header',
    },
  ],
  [
    'its header cannot be read',
    { headerError: 'pg_restore: error: could not read from input file' },
    {},
    { code: 'backup.damaged', what: saying(`${PATH}`), got: 'could not read from input file' },
  ],
  [
    'it is damaged, which is said on one line',
    { damage: 'pg_restore: error: could not\npg_restore: end of file' },
    {},
    { code: 'backup.damaged', what: saying(`${PATH}`), got: 'could not; end of file' },
  ],
  [
    'it is damaged and the tool is silent',
    { damage: '' },
    {},
    { code: 'backup.damaged', what: saying(`${PATH}`) },
  ],
  [
    'it would lead elsewhere: five commands are named',
    { commands: ['\\c a', '\\c b', '\\c c', '\\c d', '\\c e', '\\c f'] },
    {},
    {
      code: 'backup.commands',
      what: saying(PATH),
      got: expect.stringMatching(/^\\c a, \\c b, \\c c, \\c d, \\c e, (?!.*\\c f).*\b1\b/) as string,
    },
  ],
])('a backup is refused when %s', (_, found, sidecar, refusal) => {
  expect(backupDamageRefusal(PATH, inspection(found), sidecar)).toMatchObject({
    next: [expect.stringMatching(/another backup: $/), { do: 'update', for: { backup: 'NAME' } }],
    ...refusal,
  });
});

test('a backup that is in neither place is refused by its path', () => {
  expect(backupDamageRefusal(PATH, without(inspection(), 'place'), {})).toMatchObject({
    code: 'backup.not-found',
    what: saying(),
    got: PATH,
  });
});

test.each<[string, Partial<Inspection>, Partial<BackupManifest>, object]>([
  [
    'the file beside it says another database',
    {},
    { database: 'shop' },
    {
      code: 'backup.of-another-database',
      what: saying(PATH),
      got: 'shop',
      accepts: 'chronos_financial',
    },
  ],
  [
    'its header says another database',
    { database: 'shop' },
    {},
    { code: 'backup.of-another-database', got: 'shop' },
  ],
  [
    'no table of it is in the live database',
    { tables: new Set(['public.orders']) },
    {},
    {
      code: 'backup.of-another-database',
      what: saying('chronos_financial'),
      got: 'public.orders',
    },
  ],
  [
    'it is of a newer PostgreSQL',
    { version: '16.1' },
    {},
    {
      code: 'backup.newer',
      what: saying(`${PATH}`),
      got: '16.1',
      accepts: '15.18 or older',
    },
  ],
  [
    'it names roles that the server does not have',
    { roles: new Set(['reader', 'auditor', 'chronos_user']) },
    {},
    {
      code: 'backup.unknown-roles',
      got: 'auditor, reader',
      accepts: 'chronos_user',
      next: [saying('chronos_user'), { do: 'create-role', role: OPEN }],
    },
  ],
  [
    'it needs an extension that the server does not have',
    { extensions: new Set(['postgis']) },
    {},
    { code: 'backup.missing-extensions', got: 'postgis' },
  ],
])('a backup does not fit when %s', (_, found, sidecar, refusal) => {
  expect(backupFitRefusal(chosen, PATH, inspection(found), sidecar, store())).toMatchObject(refusal);
});

test.each<[string, Partial<Inspection>, Partial<BackupStore>]>([
  ['one table of it is in the live database', { tables: new Set(['public.orders', 'public.accounts']) }, {}],
  ['the live database has no table left at all', {}, { tables: new Set<string>() }],
  ['it is of an older PostgreSQL', { version: '9.6.24' }, {}],
  ['the file beside it names the database, whatever the header says', { database: 'renamed' }, {}],
])('a backup fits when %s', (_, found, given) => {
  const sidecar = 'database' in found ? { database: 'chronos_financial' } : {};
  expect(backupFitRefusal(chosen, PATH, inspection(found), sidecar, store(given))).toBeUndefined();
});

const tight = { freeKiB: 100 * 1024 };
test.each<[string, Partial<BackupStore>, Partial<Inspection>, Partial<BackupManifest>, object | undefined]>([
  [
    'enough for the database, a tenth, its log of changes, and 64 MiB',
    { freeKiB: 169 * 1024 },
    {},
    {},
    undefined,
  ],
  [
    'less than that, where rollbacks have left nothing',
    tight,
    {},
    {},
    {
      code: 'space.database',
      what: saying('69 MiB', '/var/lib/postgresql/data', 'postgres'),
      got: '100 MiB free',
      accepts: '169 MiB',
      // Nothing to prune there.
      next: expect.stringMatching(/^(?!.*prune).* \/var\/lib\/postgresql\/data/) as string,
    },
  ],
  [
    'less than that, and what rollbacks have left could go, what was never live first',
    {
      ...tight,
      left: new Map([
        ['chronos_financial_before_r-00000001', 30 * MIB],
        ['chronos_financial_before_r-00000002', 40 * MIB],
        ['chronos_financial_shadow_abababab', 9 * MIB],
        ['another_before_r-00000001', 99 * MIB],
      ]),
    },
    {},
    {},
    {
      code: 'space.database',
      next: [
        saying(),
        { do: 'prune', database: 'chronos_financial_shadow_abababab' },
        ' (9 MiB)',
        ', ',
        { do: 'prune', database: 'chronos_financial_before_r-00000002' },
        ' (40 MiB)',
        ', ',
        { do: 'prune', database: 'chronos_financial_before_r-00000001' },
        ' (30 MiB)',
      ],
    },
  ],
  [
    'less than that on a disk of which nobody tells what is mounted',
    { ...tight, mount: undefined } as never,
    {},
    {},
    { code: 'space.database', what: saying('69 MiB', 'the disk of the data') },
  ],
  [
    'the database was bigger when the backup was taken',
    tight,
    {},
    { databaseBytes: 401 * MIB },
    { code: 'space.database', accepts: '907 MiB' },
  ],
  ['a container that does not tell', {}, {}, {}, undefined],
  [
    'a backup on this host that must be brought in',
    { temporaryKiB: 1024 },
    { place: 'host' },
    {},
    {
      code: 'space.container',
      what: saying('5 MiB', '/tmp'),
      got: '1 MiB free',
      accepts: '6 MiB',
    },
  ],
  ['a backup on this host, and room for it', {}, { place: 'host' }, {}, undefined],
])('disk space, %s', (_, given, found, sidecar, refusal) => {
  const told = 'freeKiB' in given || 'temporaryKiB' in given ? store(given) : without(store(), 'freeKiB');
  const said = backupSpaceRefusal(chosen, told, inspection(found), sidecar);
  if (refusal) expect(said).toMatchObject(refusal);
  else expect(said).toBeUndefined();
});
