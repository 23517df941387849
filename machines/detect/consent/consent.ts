import type { Facts } from '../../model/facts';
import type { Plan } from '../../model/plan';
import type { Request } from '../../model/request';
import type { Remedy } from '../../model/remedy';
import { type Refusal, refuse } from '../../model/refusal';

/**
 * What stands between a plan and being carried out: risks without consent, or consent that was given to
 * something else. An id consents to one plan, so that what was agreed to for one incident never leaks
 * into the next; an id for a plan without risks binds the update to what a preview showed.
 */
export function withheldConsent(
  plan: Plan,
  { confirm, request }: { readonly confirm: string; readonly request: Request },
  { attempts }: Facts,
): Refusal | undefined {
  if (confirm === plan.id) return undefined;
  const go: Remedy = { do: 'confirm', id: plan.id, request };
  if (confirm !== '') {
    const used = attempts.find((attempt) => attempt.plan.id === confirm || attempt.confirm === confirm);
    const state = used
      ? `it was used on ${used.opened.slice(0, 19).replace('T', ' ')} UTC`
      : 'it is of another deployment, or things have changed since it was shown';
    return refuse(
      'consent.other-plan',
      `config "confirm" is not for this plan: ${state}`,
      ['look at this one, then: ', go],
      { got: confirm, accepts: [`${plan.id}, or nothing: `, { do: 'unset', key: 'confirm' }] },
    );
  }
  if (plan.risks.length === 0) return undefined;
  return refuse(
    'consent.needed',
    `plan ${plan.id} needs your consent: ${plan.risks.map(({ what }) => what).join('; ')}`,
    go,
  );
}
