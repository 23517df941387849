import { isInPlace } from '../model/backup';
import { databaseOf, type Plan, rollbackOf } from '../model/plan';

/** A name has at most 63 bytes (PostgreSQL, NAMEDATALEN); what is put behind needs up to 19 of them. */
const KEPT_BYTES = 44;

/** As much of a name as fits, no character cut in two: the names of all that rollbacks leave begin with it. */
export function shortened(name: string): string {
  let kept = '';
  for (const character of name) {
    if (Buffer.byteLength(kept + character) > KEPT_BYTES) break;
    kept += character;
  }
  return kept;
}

/** What the databases of a rollback are called beside the live one. */
export interface DatabaseNames {
  /** The backup, restored, before it is live. */
  readonly shadow: string;
  /** What was live before the rollback. */
  readonly sealed: string;
  /** What was live before the rollback was taken back. */
  readonly abandoned: string;
  /** The live one while it is restored in place. */
  readonly hidden: string;
}

/** A database that every server has and no rollback touches: whoever drops or renames the live one is connected to it. */
export const maintenanceDatabase = (live: string): string => (live === 'postgres' ? 'template1' : 'postgres');

/** How the name of every shadow of a database begins; the first digits of the backup's checksum follow. */
export const shadowsOf = (live: string): string => `${shortened(live)}_shadow_`;

/** Names that follow from the live database's, the rollback's id and the backup's SHA-256. */
export function databaseNames(live: string, rollback: string, sha256: string): DatabaseNames {
  const base = shortened(live);
  return {
    shadow: `${shadowsOf(live)}${sha256.slice(0, 8)}`,
    sealed: `${base}_before_${rollback}`,
    abandoned: `${base}_undone_${rollback}`,
    hidden: `${base}_inplace_${rollback}`,
  };
}

/** How the databases of a plan, or of the one that it takes back, are called. */
export const namesOf = (plan: Plan): DatabaseNames =>
  databaseNames(databaseOf(plan).name, rollbackOf(plan), plan.backup?.sha256 ?? '');

/** The databases that a restore works on, by their roles. One in place is of an older version, and only replayed. */
export function restoreNames(plan: Plan) {
  const { shadow, sealed, hidden } = namesOf(plan);
  return isInPlace(plan) ? { hidden } : { shadow, sealed };
}

/** The databases that the undo of a restore works on: the one that is live again, and what becomes of the restored one. */
export function undoNames(plan: Plan) {
  const { sealed, abandoned, hidden } = namesOf(plan);
  return isInPlace(plan) ? { hidden } : { sealed, abandoned };
}

/** A database that a rollback may have left, told by its name: what it is, and of which rollback or backup. */
export interface RetainedDatabase {
  readonly kind: 'before' | 'undone' | 'inplace' | 'shadow';
  /** The rollback's id; of a shadow the first eight digits of the backup's SHA-256. */
  readonly of: string;
}

/** What a name says of itself, where it is one that a rollback of this live database would give. */
export function retainedDatabaseOf(live: string, name: string): RetainedDatabase | undefined {
  const base = `${shortened(live)}_`;
  const [, kind, id, digits] =
    /^(?:(before|undone|inplace)_(r-[0-9a-f]{8})|shadow_([0-9a-f]{8}))$/.exec(
      name.startsWith(base) ? name.slice(base.length) : '',
    ) ?? [];
  if (digits) return { kind: 'shadow', of: digits };
  return kind && id ? { kind: kind as RetainedDatabase['kind'], of: id } : undefined;
}
