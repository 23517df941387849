import { isMadeBy } from '../configHash';
import { type Agreement, agreement } from './agreement';
import type { Facts } from '../../model/facts';
import type { Target } from '../../model/target';

/** What is known of how a service's containers were made, beside the definition that is checked out. */
export interface AsDefined {
  /** Whether they were made by it; undefined where nobody can tell. */
  readonly is: boolean | undefined;
  /** The fields, where they were compared. */
  readonly fields?: Agreement;
  /** A version of Compose that made one and is not the one that is here; empty where nobody knows it. */
  readonly madeBy?: string;
}

/**
 * Whether a service's containers are as the definition says that is checked out, by all that Compose's hash covers. Of the same
 * version of Compose the hash tells. Another version has other hashes for the same definition, so an unequal one proves nothing:
 * then their fields are compared; where not all of them can be and none differs, nobody can tell.
 */
export function asDefined(
  { containers, compose }: Pick<Facts, 'containers' | 'compose'>,
  { hashes, current, made }: Pick<Target, 'hashes' | 'current' | 'made'>,
  project: string,
  service: string,
): AsDefined {
  const byHash = isMadeBy(hashes.current, containers, service);
  if (byHash === true) return { is: true };
  const other = containers.find(
    (one) => one.service === service && compose.v2 !== undefined && one.composeVersion !== compose.v2,
  );
  const fields = current && made ? agreement(current, project, containers, made, service) : undefined;
  const known = fields ? { fields } : {};
  if (!other) return { is: byHash, ...known };
  const isSeen = fields?.uncompared.length === 0;
  return {
    is: fields && fields.differs.length > 0 ? false : isSeen ? true : undefined,
    ...known,
    madeBy: other.composeVersion,
  };
}
