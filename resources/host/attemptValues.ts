import type { Settings } from '../../machines/config/schema';
import { consentLimit } from '../../machines/detect/plan/dataLoss';
import type { Lease } from '../../machines/model/lease';
import { deadlinesOf } from '../../machines/detect/plan/deadlines';
import { imagesToOpen } from '../../machines/detect/plan/fromNothing';
import { liveOidToOpen } from '../../machines/detect/plan/expectedDatabase';
import type { Closing } from '../../machines/lifecycle/closing';
import type { Plan } from '../../machines/model/plan';
import { commandVariables } from '../script/deploymentVariables';
import type { Values } from './hostClient';

/** With what an attempt is opened beside its plan. */
export interface Opening {
  /** Which stack works: it goes into the journal. */
  readonly holder: string;
  /** What tells of a journal that is lost. */
  readonly evidence: string;
  /** The one lease that may be taken over. */
  readonly former?: Lease | undefined;
}

/** What the script is given that opens an attempt. */
export function openingValues(plan: Plan, settings: Settings, opening: Opening): Values {
  const { reason, request, timeouts, confirm } = settings;
  const { holder, evidence, former } = opening;
  return {
    ...commandVariables(settings, plan),
    ROLLBACK: plan.id,
    FROM: plan.from.commit,
    RUNNING: imagesToOpen(plan)
      .map(([service, image]) => `${service}=${image}`)
      .join(' '),
    LIVE_OID: liveOidToOpen(plan),
    CONSENT: String(consentLimit(plan)),
    REASON: reason,
    HOLDER: holder,
    CONFIRM: confirm,
    EVIDENCE: evidence,
    TAKE_OVER: former ? `${former.holder}\n${former.since}` : '',
    REQUEST: JSON.stringify(request),
    PLAN: JSON.stringify(plan),
    DEADLINES: Object.entries(deadlinesOf(plan, timeouts))
      .map(([step, seconds]) => `${step}=${seconds}`)
      .join('\n'),
  };
}

/** What the script is given that closes an attempt. */
export function closingValues(
  plan: Plan,
  settings: Settings,
  holder: string,
  { end, hold, oldPins, steps, changing }: Closing,
  { summary, code }: Outcome,
): Values {
  return {
    HOLDER: holder,
    REASON: settings.reason,
    HOLD: hold.mode,
    HOLD_COMMIT: hold.commit,
    ...(hold.number === undefined ? {} : { HOLD_NUMBER: String(hold.number) }),
    RELEASE: hold.released,
    OLD_PINS: oldPins.join(' '),
    ...commandVariables(settings, plan),
    ROLLBACK: plan.id,
    OUTCOME: end,
    CODE: code,
    STEPS: steps.join(' '),
    CHANGING: changing.join(' '),
    SUMMARY: summary,
  };
}

/** Why an attempt has ended as it has: in a sentence and in a code. */
export interface Outcome {
  readonly summary: string;
  readonly code: string;
}
