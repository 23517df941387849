import { cameUpWell, type Deployment } from '../../model/deployRecord';
import type { Facts } from '../../model/facts';
import type { Note } from '../../model/note';
import type { Target } from '../../model/target';
import { calledOnRecord } from '../history/releases';
import { firstOf } from '../../text/listed';

/** Applied migrations beside those of a target. */
export interface Migrations {
  /** Applied now, and none of the target's. */
  readonly left: readonly string[];
  /** Applied when the target ran, by the record, and not now. */
  readonly lacking: readonly string[];
  /** The release on record that says so; none where only the names of files tell. */
  readonly release?: string;
}

const few = (names: readonly string[]): string => firstOf(names, 5);

/**
 * Which applied migrations are none of a target's: by the rows that the record has of it, where it has them, else by names of
 * files. One that was applied when it came up well does not stand in its way, and one that its files are called by is its own.
 */
export function migrationsBeside(
  { deployments }: Pick<Facts, 'deployments'>,
  { migrations, migrationRows, recorded }: Pick<Target, 'migrations' | 'migrationRows' | 'recorded'>,
): Migrations {
  const line = deployments.find(({ number }) => number !== undefined && number === recorded);
  const then = new Set(line?.migrations);
  if (!line || then.size === 0 || !migrationRows || migrationRows.applied.length === 0)
    return { left: migrations, lacking: [] };
  const { applied, known } = migrationRows;
  const now = new Set(applied);
  const later = applied.filter((name) => !then.has(name) && !known.has(name));
  return {
    left: cameUpWell(line) ? later : [...new Set([...migrations, ...later])],
    lacking: [...then].filter((name) => !now.has(name)),
    release: calledOnRecord(line),
  };
}

/** What is said of migrations where the database stays as it is. */
export function migrationNotes({ left, lacking, release }: Migrations, to: string): Note[] {
  const stays = (name: string): Note =>
    release === undefined
      ? {
          code: 'note.migration-stays',
          what: `migration ${name} stays in the database; ${to} does not know it`,
        }
      : {
          code: 'note.migration-stays',
          what: `migration ${name} stays in the database; by the record ${release} ran without it`,
        };
  if (release === undefined || lacking.length === 0) return left.map(stays);
  return [
    ...left.map(stays),
    {
      code: 'note.migration-lacking',
      what: `by the record ${release} ran with migrations that the database does not have now: ${few(lacking)}`,
    },
  ];
}

/** The release on record with which a migration came that none had before a time; nothing where the record does not tell. */
function cameWith(deployments: readonly Deployment[], name: string, at: number): Deployment | undefined {
  const then = deployments.findLast((line) => Date.parse(line.at) <= at && line.migrations?.length);
  if (!then || then.migrations?.includes(name)) return undefined;
  return deployments.find((line) => Date.parse(line.at) > at && line.migrations?.includes(name));
}

/** The applied migrations that a backup of a time is without, by the record: what they have done goes with the restore. */
export function migrationsGone(
  { deployments }: Pick<Facts, 'deployments'>,
  { migrationRows }: Pick<Target, 'migrationRows'>,
  takenAt: string,
): Note[] {
  const at = Date.parse(takenAt);
  const gone = (migrationRows?.applied ?? []).flatMap((name) => {
    const line = cameWith(deployments, name, at);
    return line ? [`${name} (${calledOnRecord(line)})`] : [];
  });
  if (gone.length === 0) return [];
  return [
    {
      code: 'note.migration-gone',
      what: `by the record the backup is without migrations that came later: ${few(gone)}; what they have made goes, too`,
    },
  ];
}
