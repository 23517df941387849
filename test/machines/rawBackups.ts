import { backupFile, SHA, SIDECAR, store } from '../backups';
import { LIVE_OID } from '../fixtures';
import { spoilt } from './spoilt';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const MIB = 1 << 20;
const TABLES = ['public.accounts', 'public.transfers'];
const each = (of: (table: string) => string): string => `${TABLES.map(of).join('\n')}\n`;

/** What backups.sh prints of the fixtures' database and their one backup. */
export const WHOLE_BACKUPS: Readonly<Record<string, string>> = {
  'db.server': JSON.stringify({
    live: store().database,
    sessions: [],
    bound: [],
    roles: ['chronos_user', 'pg_monitor'],
    names: [{ name: 'chronos_financial', oid: LIVE_OID }],
  }),
  'db.live': JSON.stringify({
    extensions: ['plpgsql'],
    since: '2026-11-01T00:00:00+00:00',
    tables: TABLES.map((table) => ({ table, inserted: 10, updated: 0, deleted: 0, bytes: 8192 })),
  }),
  'db.left': '[]',
  'db.free': `${10 * MIB}\n`,
  'db.temporary': `${10 * MIB}\n`,
  backups: [
    ...[backupFile().name, 'file', `${5 * MIB}`, '1764000000', '42', '5047444d50', ''],
    base64(JSON.stringify(SIDECAR)),
    '',
  ].join('\t'),
};

/** What backup.sh prints of that backup, and of what was written since. */
export const WHOLE_INSPECTION: Readonly<Record<string, string>> = {
  'backup.place': 'container',
  'backup.bytes': `${5 * MIB}`,
  'backup.format': 'custom',
  'backup.packed': '',
  'backup.sha256': SHA,
  'backup.header': ';     dbname: chronos_financial\n;     Dumped from database version: 15.18 (Debian)\n',
  'backup.outline':
    each((table) => `CREATE TABLE ${table} (`) + 'ALTER TABLE public.accounts OWNER TO chronos_user;\n',
  'db.since': JSON.stringify(TABLES.map((table) => [table, 0, 10])),
};

/** The same, with some that is not as it should be. */
export const rawBackups = spoilt(
  WHOLE_BACKUPS,
  ['db.since', 'nothing'],
  ['{"sessions":[]}', '[{"name":"app_before_r-00000001","bytes":1}]'],
);
export const rawInspection = spoilt(
  WHOLE_INSPECTION,
  ['backup.damage', 'backup.unread', 'db.compared'],
  ['\\connect template1\n', 'CREATE DATABASE x;\n', 'empty', 'cluster', 'plain'],
);
