import { backupFile, SHA, SIDECAR } from '../backups';
import { LIVE_OID } from '../fixtures';
import { spoilt } from './spoilt';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const MIB = 1 << 20;
const TABLES = ['public.accounts', 'public.transfers'];
const each = (of: (table: string) => string): string => `${TABLES.map(of).join('\n')}\n`;

/** What backups.sh prints of the fixtures' database and their one backup. */
export const WHOLE_VAULT: Readonly<Record<string, string>> = {
  'db.self': `${LIVE_OID}\t150018\t15.18\t${50 * MIB}\tt\ton\tf\tt\n`,
  'db.sessions': '',
  'db.bound': '',
  'db.roles': 'chronos_user\npg_monitor\n',
  'db.extensions': 'plpgsql\n',
  'db.tables': each((table) => table),
  'db.names': `chronos_financial\t${LIVE_OID}\n`,
  'db.writes': each((table) => `${table}\t10\t0\t0`),
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
  'db.since': `${each((table) => `${table}\t0\t10`)}\n`,
};

/** The same, with some that is not as it should be. */
export const rawVault = spoilt(
  WHOLE_VAULT,
  ['db.since', 'nothing'],
  [`slot\tanalytics\n`, 'ann\tpsql\t\t1\n'],
);
export const rawInspection = spoilt(
  WHOLE_INSPECTION,
  ['backup.damage', 'backup.unread', 'db.compared'],
  ['\\connect template1\n', 'CREATE DATABASE x;\n', 'empty', 'cluster', 'plain'],
);
