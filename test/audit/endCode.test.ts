import { codeOfEnding } from '../../audit/endCode';
import { outputsOf } from '../../audit/outputs';
import { readJournal } from '../../audit/journal/attempts';
import { diagnose } from '../../machines/detect/diagnose/diagnosis';
import type { LifecycleEnd } from '../../machines/lifecycle/context';
import { leftOut, plannedVerdict, type Verdict } from '../../machines/model/verdict';
import { restorePlan } from '../backups';
import { facts, plan, REQUEST, settings } from '../fixtures';
import { closed, ended, journalOf, opened, VERDICTS } from './journal/lines';

const seen = { facts: facts(), diagnosis: diagnose(facts(), settings().deployment) };
const going = { mode: 'fresh', takesOver: false, ...seen } as const;
const at = (
  end: LifecycleEnd['end'],
  verdicts: readonly Verdict[] = [],
  more: Partial<LifecycleEnd> = {},
): LifecycleEnd => ({
  end,
  request: REQUEST,
  decision: { kind: 'plan', plan: plan(), ...going },
  verdicts,
  ...more,
});
const failed = (step: Verdict['step'], code = `${step}.failed`, more: Partial<Verdict> = {}): Verdict => ({
  ...{ step, ok: false, code, summary: '', started: '2026-11-22T03:00:01.000Z', seconds: 0 },
  ...more,
});
const back: Verdict = { step: 'undo', ok: true, summary: '', started: '', seconds: 0 };
const checked = (...codes: [string, boolean, boolean?][]): Verdict => ({
  ...(VERDICTS.at(-1) as Verdict),
  checks: codes.map(([code, ok, required = true]) => ({ name: code, code, ok, required, evidence: '' })),
});
const asked = { ...REQUEST, undo: plan().id };
const undo = { kind: 'undo', plan: plan(), ...going } as const;
const loss = { method: 'snapshot' as const, rows: 3, gone: 0, tables: [] };

test.each<[string, LifecycleEnd, string]>([
  ['nothing is wrong', at('healthy', [], { decision: { kind: 'healthy', ...seen } }), 'end.healthy'],
  ['all is well', at('recovered', VERDICTS), 'end.recovered'],
  ['an undo that was asked for', at('undone', [back], { decision: undo, request: asked }), 'end.undone'],
  ['an undo that was owed', at('undone', [back], { decision: undo }), 'end.undone'],
  [
    'a refusal',
    at('refused', [], {
      decision: { kind: 'refused', refusal: { code: 'lease.held', what: 'x', next: 'y' } },
    }),
    'lease.held',
  ],
  ['a step that was turned down', at('refused', [failed('prepare', 'x.y', { refused: true })]), 'x.y'],
  ['a step that Pulumi has left out', at('refused', [leftOut('revert')]), 'step.left-out'],
  ['a step that failed, and was undone', at('undone', [failed('revert'), back]), 'revert.failed'],
  ['a restart that failed', at('degraded', [failed('restart', 'restart.x')]), 'restart.x'],
  ['an undo that failed too', at('stranded', [failed('revert'), failed('undo', 'undo.x')]), 'undo.x'],
  [
    'the first required check that failed',
    at('degraded', [
      checked(['check.a', true], ['check.b', false, false], ['check.c', false], ['check.d', false]),
    ]),
    'check.c',
  ],
  ['checks that were worse than before', at('undone', [checked(['check.c', false]), back]), 'check.c'],
  [
    'more rows than were consented to',
    at('refused', [{ ...back, step: 'prepare', loss }], {
      decision: { kind: 'plan', plan: restorePlan(), ...going },
    }),
    'consent.exceeded',
  ],
  ['a fault of the program', at('undone', [back], { fault: 'broke' }), 'program.fault'],
  ['a fault while looking', { ...at('refused', [], { fault: 'broke' }) }, 'program.fault'],
  ['no evidence', at('degraded', [checked()]), 'end.degraded'],
])('the code of an end says why: %s', (_, ending, code) => {
  expect(codeOfEnding(ending)).toBe(code);
});

test('outputs have codes: of the status, of what failed, of each check, risk and past rollback', () => {
  const verdicts = [VERDICTS[0] as Verdict, failed('revert', 'revert.x'), checked(['check.a', true])];
  const journal = readJournal(
    journalOf(plan().id, [opened(plan()), ...verdicts.map(ended), { ...closed('undone'), code: 'revert.x' }]),
  );
  expect(outputsOf(at('undone', verdicts), journal, settings())).toMatchObject({
    code: 'revert.x',
    timeline: [{ state: 'prepare' }, { state: 'revert', code: 'revert.x' }, { state: 'verify' }],
    checks: [{ code: 'check.a' }],
    audit: { newest: [{ outcome: 'undone', code: 'revert.x' }] },
  });
  const planned = at('recovered', [plannedVerdict('verify', '')]);
  expect(outputsOf(planned, { attempts: [] }, settings())).toMatchObject({ code: 'end.planned' });
});

test('an entry of the timeline that ended well has no code', () => {
  const journal = readJournal(journalOf(plan().id, [opened(plan()), ...VERDICTS.map(ended)]));
  for (const entry of outputsOf(at('recovered', VERDICTS), journal, settings()).timeline)
    expect(entry).not.toHaveProperty('code');
});
