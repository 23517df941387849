import { isInPlace, type Loss, type TableLoss } from '../../machines/model/backup';
import type { Facts } from '../../machines/model/facts';
import { lossText, METHODS } from '../../machines/detect/plan/dataLoss';
import { databaseOf, type Plan } from '../../machines/model/plan';
import { namesOf } from '../../machines/postgres/databaseNames';
import { ageText } from './duration';
import { section } from './section';

const SHOWN = 8;

function tableLine({ table, written, gone, inserted, updated, deleted }: TableLoss): string {
  const counted =
    inserted === undefined
      ? ''
      : `; by statistics ${inserted} inserted, ${updated ?? 0} updated, ${deleted ?? 0} deleted`;
  return `  ${table}: ${written} new or changed, ${gone} changed or deleted${counted}`;
}

/** The rows that would leave the live database, by table, the most first. */
export function lossLines(loss: Loss): string[] {
  const { method, rows, gone, tables } = loss;
  if (method === 'unknown') return [`how many rows were written since the backup is ${METHODS.unknown}`];
  if (rows + gone === 0)
    return [
      `nothing was written since, counted ${METHODS[method]}; should a row be written meanwhile, nothing is swapped`,
    ];
  return [
    `${lossText(loss)}, counted ${METHODS[method]}`,
    ...tables.slice(0, SHOWN).map(tableLine),
    ...(tables.length > SHOWN ? [`  and ${tables.length - SHOWN} more tables`] : []),
  ];
}

/** A size as people say it: `8 MiB`. */
export const inMib = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KiB` : `${Math.round(bytes / 1024 / 1024)} MiB`;

/** What a plan that restores a backup does to the data, and what it costs. */
export function dataSection(plan: Plan, facts: Facts | undefined): string[] {
  const { backup, loss, action } = plan;
  if (!backup) return [];
  const { sealed, abandoned } = namesOf(plan);
  if (action === 'undo') {
    return section('DATA', [
      isInPlace(plan)
        ? 'the dump that was taken before the restore is restored in place'
        : `${sealed} is live again; what is live now stays, sealed, as ${abandoned}`,
    ]);
  }
  const { path, format, packed, bytes, sha256, takenAt, takenBy } = backup;
  const age = facts && takenAt ? `, ${ageText(takenAt, facts.clock)} old` : '';
  const taken = takenAt
    ? `taken ${takenAt.slice(0, 19).replace('T', ' ')} UTC by ${takenBy}${age}`
    : 'of unknown age';
  const kept = isInPlace(plan)
    ? 'kept: a dump of the live database, in the state directory'
    : `kept: ${databaseOf(plan).name} as it is, sealed, as ${sealed}; ./rollback writes ${plan.id} exports what is only there`;
  return section('DATA', [
    `backup ${path}, ${packed ? `${format} in ${packed}` : format}, ${inMib(bytes)}, SHA-256 ${sha256.slice(0, 12)}`,
    taken,
    ...(loss ? lossLines(loss) : []),
    kept,
  ]);
}
