import { makeDatabasePlan, type Restoration } from '../machines/detect/plan/databasePlan';
import type { Inspection } from '../machines/detect/observe/backupInspection';
import type { Plan } from '../machines/model/plan';
import type { Refusal } from '../machines/model/refusal';
import type { BackupManifest } from '../machines/detect/observe/backupManifest';
import type { BackupStore } from '../machines/detect/observe/backupStore';
import type { BackupFile } from '../machines/detect/observe/backupFile';
import type { Verdict } from '../machines/model/verdict';
import { LIVE_OID, planInput } from './fixtures';

export const DIRECTORY = '/backups/pre-deployment';
export const SHA = 'ab'.repeat(32);
export const SHADOW_OID = '16999';
export const SNAPSHOT = '700:700:';
export const MIB = 1024 * 1024;

/** What the deploy script has written beside the backup: ten rows a table at its moment. */
export const SIDECAR: BackupManifest = {
  v: 1,
  database: 'chronos_financial',
  takenAt: '2026-11-21T02:37:30Z',
  sha256: SHA,
  snapshot: SNAPSHOT,
  databaseBytes: 40 * MIB,
  tables: {
    'public.accounts': { rows: 10, inserted: 10, updated: 0, deleted: 0 },
    'public.transfers': { rows: 10, inserted: 10, updated: 0, deleted: 0 },
  },
};

/** The backup from before v3 was deployed: v2 ran. */
export const backupFile = (more: Partial<BackupFile> = {}): BackupFile => {
  const name = more.name ?? 'database_20261121_023730.dump';
  return {
    name,
    path: `${DIRECTORY}/${name}`,
    inode: name,
    bytes: 5 * MIB,
    takenAt: '2026-11-21T02:37:30.000Z',
    takenBy: 'its sidecar',
    sidecar: SIDECAR,
    ...more,
  };
};

/** A file of that time, of which nothing else is known. */
export const taken = (at: string, more: Partial<BackupFile> = {}): BackupFile =>
  backupFile({
    name: `database_${at}.dump`,
    takenAt: `2026-11-${at}:00.000Z`,
    takenBy: 'the time of the file',
    sidecar: {},
    ...more,
  });

/** Rows inserted, updated and deleted by table, as the server has counted since before the backup; each table has a page. */
export const counted = (
  tables: Readonly<Record<string, readonly [number, number, number, number?]>>,
  since = '2026-11-01T00:00:00.000Z',
): NonNullable<BackupStore['writes']> => ({
  since,
  tables: new Map(
    Object.entries(tables).map(([table, [inserted, updated, deleted, bytes = 8192]]) => [
      table,
      { inserted, updated, deleted, bytes },
    ]),
  ),
});

export const store = (more: Partial<BackupStore> = {}): BackupStore => ({
  database: {
    oid: LIVE_OID,
    versionNumber: 150018,
    version: '15.18',
    bytes: 50 * MIB,
    isSuperuser: true,
    counts: true,
    isStandby: false,
    isOpen: true,
  },
  sessions: [],
  bound: [],
  roles: new Set(['chronos_user', 'pg_monitor']),
  extensions: new Set(['plpgsql']),
  tables: new Set(['public.accounts', 'public.transfers']),
  names: new Map([['chronos_financial', LIVE_OID]]),
  writes: counted({ 'public.accounts': [10, 0, 0], 'public.transfers': [10, 0, 0] }),
  freeKiB: 10 * 1024 * 1024,
  mount: '/var/lib/postgresql/data',
  temporaryKiB: 10 * 1024 * 1024,
  files: [backupFile()],
  ...more,
});

/** The backup as it is read to its end: whole, and nothing written since. */
export const inspection = (more: Partial<Inspection> = {}): Inspection => ({
  place: 'container',
  bytes: 5 * MIB,
  format: 'custom',
  packed: '',
  sha256: SHA,
  database: 'chronos_financial',
  version: '15.18 (Debian)',
  isUnread: false,
  roles: new Set(['chronos_user']),
  extensions: new Set(),
  tables: new Set(['public.accounts', 'public.transfers']),
  commands: [],
  since: new Map([
    ['public.accounts', [0, 10]],
    ['public.transfers', [0, 10]],
  ]),
  ...more,
});

export const restoration = (more: Partial<Restoration> = {}): Restoration => ({
  store: store(),
  chosen: { path: backupFile().path, file: backupFile() },
  inspection: inspection(),
  ...more,
});

type Given = Parameters<typeof planInput>[0];

export const makeRestore = (given: Partial<Restoration> = {}, more: Given = {}): Plan | Refusal =>
  makeDatabasePlan(
    planInput({ ...more, settings: { scenario: 'database', ...more?.settings } }),
    restoration(given),
  );

/** The plan of restoring the backup from before v3, and of going back to v2. */
export const restorePlan = (given: Partial<Restoration> = {}, more: Given = {}): Plan => {
  const made = makeRestore(given, more);
  if ('what' in made) throw new Error(`refused: ${made.what}`);
  return made;
};

/** The same as an older version planned it, to be restored in place. */
export const inPlacePlan = (given: Partial<Restoration> = {}, more: Given = {}): Plan => {
  const made = restorePlan(given, more);
  return { ...made, ...(made.backup ? { backup: { ...made.backup, strategy: 'in-place' } } : {}) };
};

/** Three transfers were written since the backup, and one of its own is gone. */
export const WRITTEN = inspection({
  since: new Map([
    ['public.accounts', [0, 10]],
    ['public.transfers', [3, 9]],
  ]),
});

/** What restore says once the databases were swapped. */
export const swapped = (more: Partial<NonNullable<Verdict['swap']>> = {}): Verdict => ({
  step: 'restore',
  ok: true,
  summary: 'swapped',
  started: '2026-11-22T03:00:01.000Z',
  seconds: 1,
  swap: { seconds: 0.2, oid: SHADOW_OID, snapshot: '900:900:', kept: 'chronos_financial_before_r', ...more },
});
