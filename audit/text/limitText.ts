import type { Settings } from '../../machines/config/schema';
import { deadlinesOf } from '../../machines/detect/plan/deadlines';
import type { Plan } from '../../machines/model/plan';
import type { Step } from '../../machines/model/vocabulary';

/** How long a step of a plan may take: of verify each check, as one that takes long leaves the others their time. */
export const limitText = (step: Step | 'undo', plan: Plan, timeouts: Settings['timeouts']): string =>
  `at most ${deadlinesOf(plan, timeouts)[step]} s${step === 'verify' ? ' a check' : ''}`;
