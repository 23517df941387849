import type { Facts } from '../../model/facts';
import { type Refusal, refuse } from '../../model/refusal';
import type { DataPlace } from '../../model/dataPlace';
import { volumesOnRecord } from '../history/volumesOnRecord';
import { placeOf } from '../../compose/databaseDefinition';

const sourceOf = (volume: string): string => volume.slice(0, volume.lastIndexOf(':'));

/** The place of the data that is on record for another volume or directory. */
function otherData(data: readonly DataPlace[], recorded: readonly string[]) {
  const held = data.map(({ place }) => place);
  const isKnown = (place: string) => recorded.some((one) => placeOf(one) === placeOf(place));
  const other = held.find((place) => isKnown(place) && !recorded.includes(place));
  return other ?? (held.some(isKnown) ? undefined : held[0]);
}

/**
 * Why a database without container does not come up: its data is not on the volume on record, or that is gone or empty. What
 * came up would be a new, empty database, which passes every check that does not look at rows.
 */
export function dataRefusal(
  service: string,
  data: readonly DataPlace[] | undefined,
  facts: Pick<Facts, 'attempts' | 'deployments'>,
): Refusal | undefined {
  if (!data) return undefined;
  const recorded = volumesOnRecord(facts);
  const [first] = data;
  if (!first)
    return refuse(
      'database.volume-unnamed',
      `${service} has no container, and its definition has no volume with a name and no directory for its data`,
      'bring the data back by hand: what its former container had went with that, or is in a volume that only Docker has named',
      { accepts: 'a definition whose data is in a volume with a name, or in a directory' },
    );
  const other = recorded && otherData(data, recorded);
  if (other !== undefined)
    return refuse(
      'database.other-volumes',
      `${service} has no container, and would come up on other volumes than it had`,
      'bring the Compose file in line with what is on record first',
      { got: `${other}, by the Compose file`, accepts: (recorded ?? []).join(', ') },
    );
  if (data.some(({ state }) => state === 'there' || state === 'unknown')) return undefined;
  const names = data.map(({ place }) => sourceOf(place)).join(', ');
  const next = 'bring the volume or directory back, or restore a backup into a new database by hand';
  return data.some(({ state }) => state === 'empty')
    ? refuse(
        'database.volume-empty',
        `${service} has no container, and no database is in ${names}: what came up would be a new one, and empty`,
        next,
        { got: `no data below ${placeOf(first.place)}`, accepts: 'what its former container had there' },
      )
    : refuse(
        'database.volume-gone',
        `${service} has no container, and ${names} is gone: what came up would be a new database, and empty`,
        next,
        { got: `nothing for ${placeOf(first.place)}`, accepts: 'what its former container had there' },
      );
}

/** The places that hold the data, of those that were looked at. */
export const dataHeld = (data: readonly DataPlace[]): string[] =>
  data.flatMap(({ place, state }) => (state === 'there' || state === 'unknown' ? [place] : []));
