import { createHash } from 'node:crypto';
import type { Code } from '../../../machines/model/codes';
import type { End } from '../../../machines/model/vocabulary';
import type { Plan } from '../../../machines/model/plan';
import type { Verdict } from '../../../machines/model/verdict';
import { image } from '../../fixtures';

type Entry = Record<string, unknown> & { readonly type: string };
const at = (second: number) => `2026-11-22T03:00:${String(second).padStart(2, '0')}.000Z`;
const sha = (text: string) => createHash('sha256').update(`${text}\n`).digest('hex');

/** Lines of a journal, each with the checksum of the one before it, as journal.sh writes them after a last line. */
export function journalOf(rollback: string, entries: readonly Entry[], last?: string): string {
  let before: string | null = last === undefined ? null : sha(last.trimEnd());
  return entries
    .map((entry, index) => {
      const { type, ...rest } = entry;
      const line: string = JSON.stringify({ v: 1, type, rollback, at: at(index), ...rest, before });
      before = sha(line);
      return `${line}\n`;
    })
    .join('');
}

const holder = { operator: 'ann', reason: 'it "broke"', holder: 'organization/chronos-rollback/production' };
export const opened = (plan: Plan): Entry => ({
  type: 'attempt',
  ...holder,
  request: { commit: 'previous', scenario: 'auto' },
  plan,
});
export const resumed = (): Entry => ({ type: 'resume', ...holder, operator: 'bob' });
export const begun = (step: string): Entry => ({ type: 'begin', step });
export const ended = (verdict: Verdict): Entry => ({
  type: 'end',
  step: verdict.step,
  ok: verdict.ok,
  verdict,
});
export const closed = (outcome: End, summary = 'so it ended'): Entry => ({
  type: 'outcome',
  outcome,
  summary,
});

export const noted = (text: string): Entry => ({ type: 'note', text });
export const released = (): Entry => ({ type: 'release', operator: 'eve' });
export const acknowledged = (lines: number, sha256: string): Entry => ({
  type: 'acknowledge',
  lines,
  sha256,
  operator: 'eve',
});

const verdict = (step: Verdict['step'], more: Partial<Verdict> = {}): Verdict => ({
  step,
  ok: true,
  summary: `${step} went well`,
  started: at(1),
  seconds: 1.5,
  ...more,
});
const passed = (name: string, code: Code) => ({ name, code, required: true, ok: true, evidence: 'seen' });

/** The verdicts of a rollback that went well. */
export const VERDICTS: readonly Verdict[] = [
  verdict('prepare', { images: { backend: image(2), frontend: image('f') } }),
  verdict('revert'),
  verdict('restart', { outages: [{ service: 'backend', from: 100, to: 102.5 }] }),
  verdict('verify', {
    checks: [passed('commit', 'check.commit'), passed('database read', 'check.database-read')],
  }),
];

export const wholeJournal = (plan: Plan, outcome: End = 'recovered'): string =>
  journalOf(plan.id, [
    opened(plan),
    ...VERDICTS.flatMap((one) => [begun(one.step), ended(one)]),
    closed(outcome),
  ]);
