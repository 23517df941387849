import { isMadeBy } from '../../compose/configHash';
import { anonymousVolumes, declaredVolumes } from '../../compose/volumes';
import type { ServiceChange } from '../../model/serviceChange';
import { checkedOut } from '../history/checkedOut';
import { asDefined } from '../../compose/made/asDefined';
import type { ImageContext } from './serviceChange';
import { listed } from '../../text/listed';
import type { Doubt } from './unknownInputs';

/**
 * That what runs was not brought up by the files that are checked out, although it is of that release: then a value that only
 * the deploying shell had is missing in the target's definition as well. Another version of Compose has other hashes for the same.
 */
export function madeOtherwise(
  { facts, target, project }: ImageContext,
  { service, runs }: ServiceChange,
): Doubt[] {
  if (target.inputs === undefined || runs !== undefined || facts.compose.v2 === undefined) return [];
  if (isMadeBy(target.hashes.current, facts.containers, service) !== false) return [];
  // Then nothing is missing there: settings were only changed by hand since, and the release's come up.
  const isSame = checkedOut(facts) === target.release.commit;
  if (isSame && isMadeBy(target.hashes.target, facts.containers, service) === true) return [];
  const { is, fields, madeBy } = asDefined(facts, target, project, service);
  if (is === true) return [];
  const shell = 'a variable of the shell that deployed may be missing';
  const supply = 'deployment.variables or --var supplies it';
  const differs = fields?.differs ?? [];
  const cannot = fields?.uncompared.length ? `; nobody can compare ${listed(fields.uncompared)}` : '';
  const why =
    differs.length > 0
      ? `what runs differs from what these files say, by ${listed(differs)}: ${shell}; ${supply}`
      : madeBy !== undefined
        ? `Compose ${madeBy || 'of a version that nobody knows'} made what runs, and hashes of ${facts.compose.v2} say nothing of it${cannot}: ${shell}; once brought up by ${facts.compose.v2} it would be proven`
        : `what runs was not brought up by these files as they are now${cannot}: ${shell}; ${supply}`;
  return [{ what: 'definition', why }];
}

/** The anonymous volumes that a service keeps from one release to the other. */
export function keptVolumes(
  { facts, target, wanted }: ImageContext,
  { service, before, action }: ServiceChange,
): Doubt[] {
  const isLeft = checkedOut(facts) !== target.release.commit;
  if (target.inputs === undefined || before === undefined || (!isLeft && action === 'keep')) return [];
  const own = facts.containers.filter((container) => container.service === service);
  const places = [...anonymousVolumes(wanted, service), ...own.flatMap(declaredVolumes)];
  return [...new Set(places)].map((place) => ({
    what: 'files',
    why: `the anonymous volume at ${place} keeps what the release before had`,
  }));
}
