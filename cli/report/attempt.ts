import type { Attempt } from '../../machines/model/attempt';
import { auditEntry } from '../../audit/auditEntry';
import { section } from '../../audit/text/section';
import { settingsLines } from '../../audit/text/settingsLines';
import { describeRelease, shortHash } from '../../machines/detect/history/releases';
import type { Verdict } from '../../machines/model/verdict';

const clock = (at: string): string => `${at.slice(0, 19).replace('T', ' ')} UTC`;

const stepLine = ({ step, ok, seconds, summary }: Verdict): string =>
  `${ok ? 'done' : 'FAILED'}  ${step.padEnd(8)} ${seconds.toFixed(1)} s  ${summary}`;

/** One rollback in full, as the journal has it: request, plan, what was done, the evidence, the end. */
export function attemptLines(attempt: Attempt): string[] {
  const { plan, request, operator, reason, confirm, notes, opened, closed, verdicts } = attempt;
  const { outcome, summary, downtimeSeconds } = auditEntry(attempt);
  const asked = Object.entries(request).filter(([, value]) => value !== '');
  const services = plan.services.map(
    ({ service, source, action, why }) => `${service}: ${action}, image by ${source}; ${why}`,
  );
  const checks = verdicts.flatMap(({ checks: made = [] }) => made);
  return [
    `ROLLBACK ${plan.id}, attempt ${plan.attempt}: ${outcome}`,
    ...section('BY', [operator, `${clock(opened)}${closed ? ` to ${clock(closed)}` : ', not closed'}`]),
    ...section('REASON', reason ? [reason] : []),
    ...section('ASKED', [asked.map(([key, value]) => `${key} ${String(value)}`).join(', ')]),
    ...section(
      'PLAN',
      plan.action === 'undo' ? [`undo of ${plan.of}`] : [plan.scenario, `steps ${plan.steps.join(', ')}`],
    ),
    `  from ${plan.from.commit} ${describeRelease(plan.from).replace(shortHash(plan.from.commit), '').trim()}`,
    `  to   ${plan.to.commit} ${describeRelease(plan.to).replace(shortHash(plan.to.commit), '').trim()}`,
    ...settingsLines(plan),
    ...section('', services),
    ...section('', plan.stash.length > 0 ? [`stash ${plan.stash.join(', ')}`] : []),
    ...section(
      'RISK',
      plan.risks.map(({ kind, what }) => `! ${kind}: ${what}`),
    ),
    ...section('OK', confirm ? [`${confirm} was typed as consent`] : []),
    ...section('DID', verdicts.length > 0 ? verdicts.map(stepLine) : ['nothing yet']),
    ...section(
      'CHECKS',
      checks.map(({ name, ok, required, evidence }) =>
        [ok ? 'ok    ' : 'FAILED', `${name}${required ? '' : ' (not required)'}:`, evidence].join(' '),
      ),
    ),
    ...section('NOTED', notes),
    ...section('DOWN', [`${downtimeSeconds} s in which at least one service was away`]),
    ...section('END', [summary || 'it was begun and has no end: ./rollback recover']),
  ];
}
