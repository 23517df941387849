import { type Going, isBeingUndone, NOTHING, type Refused } from '../../machines/model/decision';
import { limitText } from './limitText';
import { forecast } from '../../machines/detect/plan/stepForecast';
import { describeRelease } from '../../machines/detect/history/releases';
import { startsFromNothing } from '../../machines/detect/plan/fromNothing';
import type { Plan } from '../../machines/model/plan';
import type { Step } from '../../machines/model/vocabulary';
import { restartAgain } from '../../machines/detect/choose/resume';
import type { Settings } from '../../machines/config/schema';
import { noteLine } from './noteLine';
import { goLine } from './requestLine';
import { section } from './section';
import { aims } from './planAims';

const REASON = { cli: ' --reason "…"', pulumi: ' -c reason="…"' };

const MODES = {
  fresh: '',
  resume: 'It was begun and goes on where it was cut off.',
  replay: 'It is done; nothing runs again.',
};

const BACK = 'It failed, and is being taken back, which goes on where it was cut off.';

/** What a step did, by the journal, when it is done; else what it will do, and in how long at most. */
function stepText(step: Step | 'undo', plan: Plan, decision: Going, timeouts: Settings['timeouts']): string {
  if (decision.mode === 'replay') {
    const done = decision.facts.attempts.find((attempt) => attempt.plan.id === plan.id)?.verdicts;
    return done?.find((verdict) => verdict.step === step)?.summary ?? forecast(step, plan);
  }
  return willText(step, step === 'restart' ? left(plan, decision) : plan, timeouts);
}

/** What is still to be done of a step of a plan that goes on: its restart may only have to mend what another has done. */
const left = (plan: Plan, { resumed = NOTHING }: Going): Plan =>
  resumed.restart.length > 0 ? restartAgain(plan, resumed) : plan;

/** What brings services up: its deadline is extended once for one that starts slowly. */
const BRINGS_UP: readonly (Step | 'undo')[] = ['restart', 'undo'];

function willText(step: Step | 'undo', plan: Plan, timeouts: Settings['timeouts']): string {
  const longer = BRINGS_UP.includes(step) ? ', longer only where a health check allows it' : '';
  return `${forecast(step, plan)}, ${limitText(step, plan, timeouts)}${longer}`;
}

const STOPS = 'it stops in between and says what stands where; the same again finishes it';

/** What becomes of the deployment should it fail. */
function failing({ action, scenario, from, steps, services }: Plan, mode: Going['mode']): string {
  if (action === 'undo') return STOPS;
  if (scenario === 'infrastructure') return 'a restart has nothing to go back to: it says what stands where';
  if (scenario === 'database') {
    const first = steps[0] === 'stop' ? 'the app comes up again' : 'nothing has changed';
    return `in prepare: ${first}; before restart: ${describeRelease(from)} comes back, data and all; later: nothing is undone unasked, as the app may have written`;
  }
  if (startsFromNothing({ services })) {
    const database = services.some(({ added }) => !added) ? ', and the database stays up' : '';
    return `in prepare: nothing has changed; before verify: what came up is removed${database}, and the checkout is at ${describeRelease(from)} again; in verify: it stays as it is`;
  }
  return `in prepare: nothing has changed; before verify: ${describeRelease(from)} comes back; in verify: it comes back only if things are worse than ${mode === 'resume' ? 'before it began' : 'now'}`;
}

function untouched(
  { action, all, services, backup, database: own, settings }: Plan,
  databaseService?: string,
): string {
  // An undo brings every service back that the rollback knew of.
  const isKept = ({ action: does }: Plan['services'][number]) => does === 'keep' && action === 'rollback';
  const kept = services.filter(isKept).map(({ service }) => service);
  const isNamed = all || services.some(({ service }) => service === databaseService);
  const database = backup
    ? "the database's container and its volumes"
    : isNamed || !own
      ? 'volumes'
      : 'the database and its volumes';
  return [database, ...kept, settings ? 'other untracked files' : 'untracked files, .env'].join(', ');
}

/** The lines of a plan that awaits consent, as it would be carried out. */
export function proposalLines(plan: Plan, { facts, target }: Refused, { timeouts }: Settings): string[] {
  const steps = plan.action === 'undo' ? (['undo'] as const) : plan.steps;
  return [
    ...section('PLAN', [`${plan.id}, attempt ${plan.attempt}${takes(plan)}. It awaits your consent.`]),
    ...aims(plan, facts, target),
    ...section(
      'WOULD',
      steps.map((step) => `${step.padEnd(8)} ${willText(step, plan, timeouts)}`),
    ),
    ...remarks(plan),
  ];
}

const takes = ({ of }: Plan): string => (of ? `, takes ${of} back` : '');

const remarks = ({ risks, notes, noteCodes = [], unproven = [] }: Plan): string[] => [
  ...section(
    'RISK',
    risks.map(({ what }) => `! ${what}`),
  ),
  ...section('UNPROVEN', unproven),
  ...section(
    'NOTE',
    notes.map((note, index) => noteLine(note, noteCodes[index])),
  ),
];

/** The lines of a plan that is carried out, or replayed. */
export function planSection(
  decision: Going,
  { timeouts, request, deployment }: Settings,
  dryRun: boolean,
): string[] {
  const { plan, mode, facts } = decision;
  const target = dryRun && decision.kind === 'plan' ? decision.target : undefined;
  const isUndo = isBeingUndone(decision);
  const steps = decision.kind === 'undo' || isUndo ? (['undo'] as const) : plan.steps;
  const will = steps.map((step) => `${step.padEnd(8)} ${stepText(step, plan, decision, timeouts)}`);
  const over = decision.takesOver ? 'The lease of another is taken over.' : '';
  const begun = isUndo ? BACK : MODES[mode];
  const state = dryRun && mode === 'fresh' ? 'Nothing has been changed.' : begun;
  return [
    ...section('PLAN', [
      [`${plan.id}, attempt ${plan.attempt}${takes(plan)}.`, state, over].filter(Boolean).join(' '),
    ]),
    ...aims(plan, facts, target),
    ...section(mode === 'replay' ? 'DID' : 'WILL', will),
    ...section("WON'T", [untouched(left(plan, decision), deployment.databaseService)]),
    ...remarks(plan),
    ...(mode === 'replay' || !dryRun
      ? []
      : [
          ...section('FAILS', [isUndo ? STOPS : failing(plan, mode)]),
          ...section('DO', [
            mode === 'resume' ? './rollback recover  =  pulumi up' : goLine(plan.id, request, REASON),
          ]),
        ]),
  ];
}
