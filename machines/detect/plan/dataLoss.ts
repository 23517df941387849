import type { Loss, TableLoss } from '../../model/backup';
import type { Inspection } from '../observe/backupInspection';
import type { Plan } from '../../model/plan';
import type { BackupManifest } from '../observe/backupManifest';
import type { BackupStore } from '../observe/backupStore';
import type { Verdict } from '../../model/verdict';

/** How many tables are named; the sums are over all. */
const MOST = 50;

const UNKNOWN: Loss = { method: 'unknown', rows: 0, gone: 0, tables: [] };

/** How the rows were counted, for an operator. Older versions have counted by statistics more than that nothing was written. */
export const METHODS: Readonly<Record<Loss['method'], string>> = {
  snapshot: "exactly, by the backup's snapshot",
  statistics: "by the server's statistics, which count failed transactions too",
  comparison: 'exactly, by comparing row by row with the restored backup',
  unknown: 'not known before it is restored',
};

function summed(method: Loss['method'], tables: readonly TableLoss[]): Loss {
  const touched = tables.filter(({ written, gone }) => written + gone > 0);
  const total = (pick: (table: TableLoss) => number) => touched.reduce((sum, table) => sum + pick(table), 0);
  return {
    method,
    rows: total(({ written }) => written),
    gone: total(({ gone }) => gone),
    tables: touched
      .sort((a, b) => b.written + b.gone - a.written - a.gone || a.table.localeCompare(b.table))
      .slice(0, MOST),
  };
}

/**
 * Whether the server's counters prove that nothing was written since the backup: they were not reset since, none has moved
 * from where the sidecar has it, and no table was emptied, which moves none. Anything else they do not tell exactly.
 */
function isUntouched(
  { tables: then, takenAt = '' }: Partial<BackupManifest>,
  { writes, tables, database }: BackupStore,
): boolean {
  const isWhole = writes !== undefined && Date.parse(writes.since) < Date.parse(takenAt);
  if (!then || !database?.counts || !isWhole) return false;
  return [...new Set([...Object.keys(then), ...tables])].every((table) => {
    const now = writes.tables.get(table);
    const { rows = 1, ...was } = then[table] ?? { rows: 0, inserted: 0, updated: 0, deleted: 0 };
    const isStill = (['inserted', 'updated', 'deleted'] as const).every((key) => now?.[key] === was[key]);
    return now !== undefined && isStill && (rows === 0 || now.bytes > 0);
  });
}

/** What would be lost by a snapshot: of the rows that it had by table those that were written since, and are as they were. */
export function lossSince(
  then: NonNullable<BackupManifest['tables']>,
  since: NonNullable<Inspection['since']>,
): Loss {
  const tables = [...new Set([...since.keys(), ...Object.keys(then)])].map((table): TableLoss => {
    const [written, kept] = since.get(table) ?? [0, 0];
    const rows = then[table]?.rows ?? kept;
    // Rows of a transaction that was at work when the snapshot was taken can look as if they had been there.
    return { table, written: written + Math.max(0, kept - rows), gone: Math.max(0, rows - kept) };
  });
  return summed('snapshot', tables);
}

/**
 * What would be lost, by the cheapest exact method that the backup allows: its snapshot; else a comparison with a shadow
 * that is there already; else nothing, where the server's counters prove that.
 */
export function lossOf(
  sidecar: Partial<BackupManifest>,
  { since, compared }: Inspection,
  store: BackupStore,
): Loss {
  const { tables: then } = sidecar;
  // Behind the fence nothing else than the server's counters tells what was written in the meantime.
  if (store.database?.counts === false) return UNKNOWN;
  if (since && then) return lossSince(then, since);
  if (compared)
    return summed(
      'comparison',
      [...compared].map(([table, [written, gone]]) => ({ table, written, gone })),
    );
  return isUntouched(sidecar, store) ? summed('statistics', []) : UNKNOWN;
}

export const isLoss = ({ method, rows, gone }: Loss): boolean => method === 'unknown' || rows + gone > 0;

/** How a loss was counted, as part of a sentence. */
export const countedText = (method: Loss['method']): string =>
  `${method === 'unknown' ? '' : 'counted '}${METHODS[method]}`;

/** `1201 rows written since the backup would leave the live database; 50 changed or deleted since would come back as they were`. */
export function lossText({ method, rows, gone }: Loss): string {
  if (method === 'unknown') return 'an unknown number of rows would leave the live database';
  const written = `${rows} row${rows === 1 ? '' : 's'} written since the backup would leave the live database`;
  return gone > 0 ? `${written}; ${gone} changed or deleted since would come back as they were` : written;
}

/**
 * How many rows more or less may be lost with the operator's consent: none where nothing would be lost; twice
 * what was shown and a hundred, as the app goes on writing while one reads; any number where none was known.
 */
export function consentLimit({ loss, backup }: Plan): number | 'any' {
  if (!backup || !loss) return 0;
  if (loss.method === 'unknown') return 'any';
  const shown = loss.rows + loss.gone;
  return shown === 0 ? 0 : 2 * shown + 100;
}

/** Why what prepare has counted is more than what was consented to; nothing when it is not. */
export function beyondConsent(plan: Plan, { loss }: Verdict): string | undefined {
  const limit = consentLimit(plan);
  if (!loss || limit === 'any') return undefined;
  if (loss.method !== 'unknown' && loss.rows + loss.gone <= limit) return undefined;
  const shown =
    plan.loss && isLoss(plan.loss)
      ? `consented to were ${plan.loss.rows} and ${plan.loss.gone}`
      : 'nothing was to be lost';
  return `${lossText(loss)} (${countedText(loss.method)}); ${shown}`;
}
