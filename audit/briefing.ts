import type { Settings } from '../machines/settings';
import type { Decision } from '../machines/decision';
import { forecast } from '../machines/forecast';
import type { Facts } from '../machines/facts';
import { describeRelease, ranSeconds } from '../machines/history';
import type { Plan, Step } from '../machines/model';
import type { Target } from '../machines/target';
import { seen } from './seen';

type Planned = Extract<Decision, { kind: 'plan' }>;

/** `LABEL  text`, further lines of the same label indented. */
const section = (label: string, lines: readonly string[]): string[] =>
  lines.map((line, index) => `${(index === 0 ? label : '').padEnd(6)} ${line}`);

/** Which deployment it is: its Compose project, where that is known, and where it is. */
function heading(decision: Decision, { deployment }: Settings): string {
  const facts = 'facts' in decision ? decision.facts : undefined;
  const plan = 'plan' in decision ? decision.plan : undefined;
  const project = plan?.project ?? deployment.project ?? facts?.projects[0];
  return [project, deployment.environment, deployment.directory, 'local'].filter(Boolean).join(' · ');
}

/**
 * What is told of a decision, for reading aloud: in a preview, with what could be done about it, and
 * in an update, before it begins.
 */
export function briefing(decision: Decision, settings: Settings, dryRun: boolean): string[] {
  const head = [heading(decision, settings)];
  const diagnosis = 'diagnosis' in decision ? decision.diagnosis : undefined;
  if (diagnosis && decision.facts) {
    head.push(
      ...section('WRONG', [diagnosis.wrong]),
      ...section('WHY', [diagnosis.why]),
      ...section('SEEN', seen(decision.facts)),
    );
  }
  switch (decision.kind) {
    case 'healthy':
      return [...head, ...section('PLAN', ['none: nothing is wrong and nothing was asked'])];
    case 'refused': {
      const { what, got, accepts, next } = decision.refusal;
      const detail = [...what.split('\n'), got && `got      ${got}`, accepts && `accepts  ${accepts}`].filter(
        (line) => line !== undefined && line !== '',
      );
      return [
        ...head,
        ...section('REFUSE', detail as string[]),
        ...section('DO', [next]),
        'Nothing has been touched.',
      ];
    }
    case 'undo':
      return [...head, ...section('PLAN', [`undo of ${decision.plan.id}`])];
    case 'plan':
      return [...head, ...planLines(decision, settings, dryRun)];
  }
}

const MODES = {
  fresh: '',
  resume: 'It was begun and goes on where it was cut off.',
  replay: 'It is done; nothing runs again.',
};

/** How long the target ran when it last did, in the largest unit that fits. */
function ran(facts: Facts, { to }: Plan): string {
  const seconds = ranSeconds(facts, to.commit);
  if (seconds === undefined) return '';
  const units = [
    ['day', 86400],
    ['hour', 3600],
    ['minute', 60],
    ['second', 1],
  ] as const;
  const [unit, length] = units.find(([, size]) => seconds >= size) ?? (['second', 1] as const);
  const count = Math.round(seconds / length);
  return `ran ${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** What a step did, by the journal, when it is done; else what it will do, and in how long at most. */
function stepText(step: Step, { plan, mode, facts }: Planned, timeouts: Settings['timeouts']): string {
  if (mode === 'replay') {
    const done = facts.attempts.find((attempt) => attempt.plan.id === plan.id)?.verdicts;
    return done?.find((verdict) => verdict.step === step)?.summary ?? forecast(step, plan);
  }
  const seconds = (timeouts as Partial<Record<Step, number>>)[step];
  return `${forecast(step, plan)}${seconds === undefined ? '' : `, at most ${seconds} s`}`;
}

function planLines(decision: Planned, { timeouts }: Settings, dryRun: boolean): string[] {
  const { plan, mode, target, facts } = decision;
  const made = plan.services
    .filter(({ source }) => source !== 'reuse')
    .map(({ service, source }) => `${service} to ${source}`);
  const images = made.length > 0 ? `images: ${made.join(', ')}` : 'images present';
  const will = plan.steps.map((step) => `${step.padEnd(8)} ${stepText(step, decision, timeouts)}`);
  const standing = dryRun && mode === 'fresh' ? 'Nothing has been changed.' : MODES[mode];
  const kept = plan.services.filter(({ recreate }) => !recreate).map(({ service }) => service);
  return [
    ...section('PLAN', [`${plan.id}, attempt ${plan.attempt}. ${standing}`.trimEnd()]),
    `  from ${describeRelease(plan.from)}`,
    `  to   ${[describeRelease(plan.to), ran(facts, plan), images].filter(Boolean).join('; ')}`,
    ...(target ? takesBack(target) : []),
    ...section(mode === 'replay' ? 'DID' : 'WILL', will),
    ...section("WON'T", [['the database and its volumes', ...kept, 'untracked files, .env'].join(', ')]),
    ...section(
      'RISK',
      plan.risks.map((risk) => `! ${risk}`),
    ),
    ...(mode === 'replay' || !dryRun
      ? []
      : [
          ...section('FAILS', [
            'in prepare: nothing has changed; later: it stops there and says what stands where',
          ]),
          ...section('DO', ['pulumi up']),
        ]),
  ];
}

function takesBack({ leaves, brings, difference }: Target): string[] {
  const count = (commits: readonly string[]) =>
    `${commits.length}${commits.length === 20 ? ' or more' : ''} commit${commits.length === 1 ? '' : 's'}`;
  const shown = (commits: readonly string[]) => [
    ...commits.slice(0, 5).map((commit) => `    ${commit}`),
    ...(commits.length > 5 ? ['    …'] : []),
  ];
  return [
    ...(leaves.length > 0
      ? [`  undoes ${count(leaves)}${difference && `, ${difference}`}`, ...shown(leaves)]
      : []),
    ...(brings.length > 0 ? [`  brings ${count(brings)}`, ...shown(brings)] : []),
  ];
}
