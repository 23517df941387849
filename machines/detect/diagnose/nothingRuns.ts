import type { Facts } from '../../model/facts';
import type { Diagnosis, Symptom } from '../../model/diagnosis';
import { type Advice } from '../../model/remedy';
import { said } from '../../model/said';
import { howItFared } from '../history/seenHealthy';
import { describeRelease, asRelease } from '../history/releases';
import { minuteOf } from '../../text/isoTime';

/** Whether no container of the deployment exists at all, as after `down`, or a deployment that died. */
export const isAllDown = ({ containers }: Pick<Facts, 'containers'>): boolean => containers.length === 0;

/** Whether no service of a release has a container, while what else belongs to the deployment may have. */
const isAppGone = ({ containers }: Facts, appServices: readonly string[]): boolean =>
  appServices.length > 0 && !containers.some(({ service }) => appServices.includes(service));

const BRING_UP = { do: 'update', for: { scenario: 'infrastructure', service: 'all' } } as const;

/**
 * What would help where nothing of the release has a container: to bring up what is checked out, where that was healthy here
 * when it was last seen; else other code. Nothing where services have containers, something else is wrong below them, or only
 * the app is gone and no record tells.
 */
export function diagnoseNothing(
  facts: Facts,
  appServices: readonly string[],
  symptoms: readonly Symptom[],
): Pick<Diagnosis, 'cause' | 'why'> | undefined {
  const isDown = isAllDown(facts);
  const isElse = symptoms.some(({ points }) => points !== 'service' && points !== 'beside');
  if (isDown ? symptoms.some(({ points }) => points === 'disk') : isElse || !isAppGone(facts, appServices))
    return undefined;
  const { head = '' } = facts.git;
  const release = describeRelease(asRelease(facts, head));
  const fared = howItFared(facts, head);
  const what = isDown ? 'everything is down' : 'no service of the release has a container';
  if (fared?.kind === 'healthy')
    return {
      cause: 'infrastructure',
      why: `infrastructure: ${what}, and ${release} was healthy here at ${minuteOf(fared.at)} UTC`,
    };
  const isUnknown = fared === undefined && facts.deployments.length === 0;
  if (!isDown && isUnknown) return undefined;
  const seen = fared
    ? fared.kind === 'left'
      ? 'was rolled back from'
      : 'came up unhealthy'
    : isUnknown
      ? 'was seen healthy by no record'
      : 'never came up by the record';
  const why: Advice = said`code: ${what}, and ${release} ${seen}; to bring that up all the same: ${BRING_UP}`;
  return { cause: 'code', why };
}
