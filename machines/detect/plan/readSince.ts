import { among, inRepository } from '../../compose/inputs';
import { readFiles } from '../../compose/readFiles';
import type { ComposeModel } from '../../model/composeModel';
import type { Facts } from '../../model/facts';
import { NO_COMMIT } from '../../model/release';
import type { Target } from '../../model/target';
import { checkedOut, checkedOutAt, maybeCheckedOutAt } from '../history/checkedOut';
import { shortHash } from '../history/releases';

/** What the files that a service reads are known by. `directory`: the deployment's. */
export interface Reading {
  readonly directory: string;
  readonly facts: Pick<Facts, 'git' | 'containers'>;
  readonly target: Pick<Target, 'below' | 'since' | 'tracked'>;
}

const placesOf = ({ directory, target }: Reading, model: ComposeModel, service: string): string[] =>
  readFiles(model, service).flatMap((path) => inRepository(directory, target.below, path) ?? []);

/** The commits that may have been checked out when containers of a service were started; empty where that is not told. */
function startedAt({ facts }: Reading, service: string): Set<string | undefined> {
  if (facts.git.moves === undefined || checkedOut(facts) === NO_COMMIT) return new Set();
  const own = facts.containers.filter((container) => container.service === service);
  return new Set(own.flatMap(({ started }) => maybeCheckedOutAt(facts, started)));
}

/**
 * Why a service is made anew although the files that it reads are the target's in the checkout: it was started while another
 * commit was checked out, which has others of them, or while nobody knows which. What it has mounted is what was there then.
 */
export function readsOther(reading: Reading, wanted: ComposeModel, service: string): string | undefined {
  const { facts, target } = reading;
  if (!target.since) return undefined;
  const head = checkedOut(facts);
  const places = placesOf(reading, wanted, service);
  const before = `it was started before ${shortHash(head)} was checked out`;
  for (const commit of startedAt(reading, service)) {
    if (commit === head) continue;
    const differing = commit === undefined ? undefined : target.since.target.get(commit);
    const [other] = among(differing ?? [], places).sort();
    if (other !== undefined) return `${other}, which it reads, changes: ${before}`;
    const [unknown] = differing ? [] : places.filter((place) => target.tracked?.has(place));
    if (unknown !== undefined) return `nobody knows which ${unknown} it reads: ${before}`;
  }
  return undefined;
}

/**
 * The commit of which a service has a file that what is checked out has otherwise. A file that is mounted by itself stays what
 * it was when its container was started; of a directory nobody can tell whether the app reads it once or over and over.
 */
export function releaseOfFiles(reading: Reading, current: ComposeModel, service: string): string | undefined {
  const { facts, target } = reading;
  const newest = facts.containers.find((container) => container.service === service);
  const commit = newest && checkedOutAt(facts, newest.started);
  if (commit === undefined || commit === checkedOut(facts)) return undefined;
  const differing = target.since?.current.get(commit);
  return placesOf(reading, current, service).some((place) => differing?.has(place)) ? commit : undefined;
}
