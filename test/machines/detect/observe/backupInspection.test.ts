import { parseInspection } from '../../../../machines/detect/observe/backupInspection';

const parse = (given: Record<string, string>) => parseInspection(new Map(Object.entries(given)));
const HEADER = `;
; Archive created at 2026-11-21 02:37:30 UTC
;     dbname: chronos_financial
;     Dumped from database version: 15.18 (Debian 15.18-0)
`;
const OUTLINE = `-- Dumped from database version 15.2
CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA public;
CREATE TABLE public.accounts (
CREATE UNLOGGED TABLE public."odd (name)" (
ALTER TABLE public.accounts OWNER TO chronos_user;
ALTER SCHEMA "a b" OWNER TO "O""Neill";
GRANT SELECT ON TABLE public.accounts TO reader WITH GRANT OPTION;
GRANT ALL ON SCHEMA public TO PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA public GRANT SELECT ON TABLES TO auditor;
`;

test('an archive that was read to its end tells what is in it', () => {
  expect(
    parse({
      'backup.place': 'container',
      'backup.bytes': '5000',
      'backup.format': 'custom',
      'backup.packed': '',
      'backup.sha256': ` ${'a'.repeat(64)}\n`,
      'backup.header': HEADER,
      'backup.outline': OUTLINE,
      'db.since': '[["public.accounts",1,9]]',
    }),
  ).toEqual({
    place: 'container',
    bytes: 5000,
    format: 'custom',
    packed: '',
    sha256: 'a'.repeat(64),
    database: 'chronos_financial',
    madeAt: '2026-11-21 02:37:30 UTC',
    version: '15.18 (Debian 15.18-0)',
    isUnread: false,
    roles: new Set(['chronos_user', 'O"Neill', 'reader', 'owner', 'auditor']),
    extensions: new Set(['uuid-ossp']),
    tables: new Set(['public.accounts', 'public."odd (name)"']),
    commands: [],
    since: new Map([['public.accounts', [1, 9]]]),
  });
});

test('a plain one tells the version of its server in its own text', () => {
  expect(parse({ 'backup.format': 'plain', 'backup.outline': OUTLINE }).version).toBe('15.2');
});

test.each([
  ['a command of psql', '\\connect other', ['\\connect other']],
  ['one that would run a program', '\\! id', ['\\! id']],
  ['nothing of the kind', 'CREATE TABLE a (', []],
])('%s in a plain backup is noted as such', (_, line, commands) => {
  expect(parse({ 'backup.outline': `${line}\n` }).commands).toEqual(commands);
});

test.each([
  ['in neither place', {}, { format: 'none', bytes: 0, sha256: '', isUnread: false }],
  ['in a place that is none', { 'backup.place': 'elsewhere' }, { format: 'none' }],
  ['not read to its end in time', { 'backup.unread': 'within 60 s' }, { isUnread: true }],
  ['damaged', { 'backup.damage': 'unexpected end of file' }, { damage: 'unexpected end of file' }],
  ['damaged, of which the tool says nothing', { 'backup.damage': '' }, { damage: '' }],
  [
    'of a newer pg_dump',
    { 'backup.header': 'pg_restore: error: unsupported version (1.16) in file header\n' },
    { headerError: 'pg_restore: error: unsupported version (1.16) in file header' },
  ],
  [
    'compared with a shadow that is there',
    { 'db.compared': '[["public.accounts",2,1]]' },
    { compared: new Map([['public.accounts', [2, 1]]]) },
  ],
])('a backup that is %s', (_, given, expected) => {
  const found = parse(given as Record<string, string>);
  expect(found).toMatchObject(expected);
  expect(found.place).toBeUndefined();
});
