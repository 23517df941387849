import { isMadeBy } from '../../compose/configHash';
import { cameUpWell } from '../../model/deployRecord';
import type { Facts } from '../../model/facts';
import type { ServiceChange } from '../../model/serviceChange';
import type { Target } from '../../model/target';
import { checkedOut } from '../history/checkedOut';

export const seconds = (time: string): number => Date.parse(time) / 1000;
/** Docker has the year 1 as the time of a name for what was pulled. */
export const isPulled = (tagged: string): boolean => tagged.startsWith('0001');

const inSeconds = (times: readonly string[]): number[] =>
  times.map((time) => Math.floor(seconds(time))).filter((time) => !Number.isNaN(time));

/** When the containers of a service were made, the oldest first, where they are the target's. */
function madeAt(
  facts: Facts,
  { release, hashes }: Target,
  { service, runs }: ServiceChange,
): number | undefined {
  if ((runs ?? checkedOut(facts)) !== release.commit) return undefined;
  if (isMadeBy(hashes.target, facts.containers, service) !== true) return undefined;
  const own = facts.containers.filter((container) => container.service === service);
  const times = inSeconds(own.map(({ created = '' }) => created));
  return times.length < own.length ? undefined : Math.min(...times);
}

/**
 * When the target came up here for the last time, in seconds, for one of its services: by the containers that are still
 * there, by the deploy record, else by when HEAD first came to it, as nobody knows whether it was deployed each time.
 * Nothing where none of them tells.
 */
export function cameUpAt(facts: Facts, target: Target, change: ServiceChange): number | undefined {
  const { commit } = target.release;
  const well = facts.deployments.filter(cameUpWell);
  const moves = facts.git.moves ?? [];
  const [made, recorded, moved] = [
    madeAt(facts, target, change),
    inSeconds(well.filter((line) => line.commit === commit).map(({ at }) => at)).at(-1),
    inSeconds(moves.filter((move) => move.commit === commit).map(({ at }) => at)).at(-1),
  ];
  return made ?? recorded ?? moved;
}

/** When HEAD went on from the target after it had first come there, in seconds; nothing where the reflog does not tell. */
export function leftAt({ git: { moves = [] } }: Pick<Facts, 'git'>, { release }: Target): number | undefined {
  const came = moves.findLastIndex(({ commit }) => commit === release.commit);
  const went = moves[came - 1];
  return went && inSeconds([went.at])[0];
}
