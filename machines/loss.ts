import type { Loss, TableLoss } from './backup';
import type { Inspection } from './inspection';
import type { Plan } from './model';
import type { Sidecar } from './sidecar';
import type { Vault } from './vault';
import type { Verdict } from './verdicts';

/** How many tables are named; the sums are over all. */
const MOST = 50;

const UNKNOWN: Loss = { method: 'unknown', rows: 0, gone: 0, tables: [] };

/** How the rows were counted, for an operator. */
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

/** Inserted, updated and deleted since the backup, where the sidecar has a baseline and it was not reset since. */
function byStatistics(
  table: string,
  { tables = {} }: Partial<Sidecar>,
  { writes, database }: Vault,
): Pick<TableLoss, 'inserted' | 'updated' | 'deleted'> | undefined {
  const now = writes.get(table);
  const then = tables[table];
  if (!database?.counts || !now) return undefined;
  const base = then ? ([then.inserted, then.updated, then.deleted] as const) : ([0, 0, 0] as const);
  const [inserted, updated, deleted] = now.map((count, index) => count - (base[index] ?? NaN));
  const isWhole = [inserted, updated, deleted].every((count) => count !== undefined && count >= 0);
  return isWhole ? { inserted: inserted ?? 0, updated: updated ?? 0, deleted: deleted ?? 0 } : undefined;
}

/**
 * What would be lost, by the cheapest exact method that the backup allows: its snapshot; else the server's
 * statistics from a baseline beside it; else a comparison with a shadow that is there already.
 */
export function lossOf(sidecar: Partial<Sidecar>, { since, compared }: Inspection, vault: Vault): Loss {
  const { tables: then } = sidecar;
  // Behind the fence nothing else than statistics tells what was written in the meantime.
  if (vault.database?.counts === false) return UNKNOWN;
  if (since && then) {
    const tables = [...new Set([...since.keys(), ...Object.keys(then)])].map((table): TableLoss => {
      const [written, kept] = since.get(table) ?? [0, 0];
      const rows = then[table]?.rows ?? kept;
      // Rows of a transaction that was at work when the snapshot was taken can look as if they had been there.
      const counted = { table, written: written + Math.max(0, kept - rows), gone: Math.max(0, rows - kept) };
      return { ...counted, ...byStatistics(table, sidecar, vault) };
    });
    return summed('snapshot', tables);
  }
  if (compared)
    return summed(
      'comparison',
      [...compared].map(([table, [written, gone]]) => ({ table, written, gone })),
    );
  const names = [...new Set([...Object.keys(then ?? {}), ...(then ? vault.tables : [])])];
  const counted = names.map((table) => ({ table, counts: byStatistics(table, sidecar, vault) }));
  if (names.length === 0 || counted.some(({ counts }) => !counts)) return UNKNOWN;
  return summed(
    'statistics',
    counted.map(({ table, counts }) => {
      const { inserted = 0, updated = 0, deleted = 0 } = counts ?? {};
      return { table, written: inserted + updated, gone: updated + deleted, inserted, updated, deleted };
    }),
  );
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
