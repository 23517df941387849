import type { Facts } from '../../model/facts';
import type { ServiceChange } from '../../model/serviceChange';
import type { Remedy } from '../../model/remedy';
import { type Refusal, refuse } from '../../model/refusal';
import type { Note } from '../../model/note';

/** In KiB. */
export const MIB = 1024;
/** What a build or a pull leaves behind besides the image: layers in the making, caches. */
const FOR_MAKING_KIB = 200 * MIB;
/** What journal, logs and the checkout itself may grow by. */
const RESERVE_KIB = 50 * MIB;

export const inMib = (kib: number): string => `${Math.ceil(kib / MIB)} MiB`;

/**
 * Not enough disk for what must be made. A build or a pull is reckoned at twice the size of the image
 * that the service runs now, and 200 MiB for all of them, on Docker's disk; checkout and state
 * directory need 50 MiB, of which the reserve is given up where it is missing.
 */
export function diskSpaceRefusal(facts: Facts, services: readonly ServiceChange[]): Refusal | undefined {
  const { containers, diskSpace } = facts;
  const made = services.filter(({ source }) => source !== 'reuse');
  const sizeOf = ({ service }: ServiceChange) =>
    containers.find((container) => container.service === service)?.imageBytes ?? 0;
  const images = made.reduce((sum, change) => sum + (2 * sizeOf(change)) / 1024, 0);
  const names = made.map(({ service, source }) => `${source} ${service}`).join(', ');
  const needs = [
    { place: 'docker', needKiB: made.length > 0 ? images + FOR_MAKING_KIB : 0, why: names },
    { place: 'checkout', needKiB: RESERVE_KIB, why: 'the checkout' },
    { place: 'state', needKiB: RESERVE_KIB, why: 'journal and logs' },
  ] as const;
  for (const { place, needKiB, why } of needs) {
    const disk = diskSpace[place];
    if (!disk || disk.freeKiB + reserveOn(facts, disk.mount) >= needKiB) continue;
    const look: Remedy =
      place === 'docker' ? { do: 'look', at: 'docker-disk' } : { do: 'look', at: 'disk', of: disk.mount };
    return refuse(
      'space.host',
      `not enough disk space on ${disk.mount} for ${why}`,
      [look, '; then make room'],
      { got: `${inMib(disk.freeKiB)} free`, accepts: `${inMib(needKiB)}` },
    );
  }
  return undefined;
}

/** What of the reserve, in KiB, makes room on a disk: it is in the state directory. */
const reserveOn = ({ diskSpace, reserveKiB = 0 }: Facts, mount: string): number =>
  diskSpace.state?.mount === mount ? reserveKiB : 0;

/** That the reserve is given up, where journal and logs have no room without it. */
export function reserveNotes({ diskSpace, reserveKiB = 0 }: Facts): Note[] {
  const { state } = diskSpace;
  if (!state || reserveKiB === 0 || state.freeKiB >= RESERVE_KIB) return [];
  const what = `${state.mount} is full: the ${inMib(reserveKiB)} that the state directory has in reserve are given up, and kept again when there is room`;
  return [{ code: 'note.reserve-given-up', what }];
}
