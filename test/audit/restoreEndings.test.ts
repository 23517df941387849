import { briefing } from '../../audit/text/briefing';
import { nextLine } from '../../audit/text/nextStep';
import { summaryOf } from '../../audit/text/summary';
import { diagnose } from '../../machines/detect/diagnose/diagnosis';
import { beyondConsent } from '../../machines/detect/plan/dataLoss';
import type { LifecycleEnd } from '../../machines/lifecycle/context';
import type { Plan } from '../../machines/model/plan';
import type { Verdict } from '../../machines/model/verdict';
import { restorePlan, swapped, WRITTEN } from '../backups';
import { facts, REQUEST, saying, settings, target } from '../fixtures';
import { END_WORDS, failedWords } from './endWords';

const seen = { facts: facts(), diagnosis: diagnose(facts(), settings().deployment) };
const made = restorePlan();
const chosen = settings({ scenario: 'database' });
const verdict = (step: Verdict['step'], more: Partial<Verdict> = {}): Verdict => ({
  step,
  ok: true,
  summary: `${step} went`,
  started: '',
  seconds: 0,
  ...more,
});
const dear = verdict('prepare', { loss: { method: 'snapshot', rows: 7, gone: 0, tables: [] } });
const at = (end: LifecycleEnd['end'], ...verdicts: Verdict[]): LifecycleEnd => ({
  end,
  request: { ...REQUEST, scenario: 'database' },
  decision: { kind: 'plan', mode: 'fresh', plan: made, takesOver: false, ...seen },
  verdicts,
});
/** What has been counted beside the live database, which was more than what was consented to. */
const COST = beyondConsent(made, dear) ?? 'nothing';
const SEE =
  'pulumi preview: it shows what would be lost and the line to type; what was restored beside is kept for that';

test('what prepare has counted is told, and that nothing was to be lost', () => {
  expect(COST).toEqual(saying('7 rows', 'nothing'));
});

test.each<[string, LifecycleEnd, string, string | RegExp]>([
  ['refused, as it costs more than consented to', at('refused', dear), END_WORDS.refusedAsDear(COST), SEE],
  [
    'undone for the same, where the app was stopped first',
    at('undone', verdict('stop'), dear, verdict('undo')),
    END_WORDS.undone(COST),
    SEE,
  ],
  [
    'refused, as prepare found something else',
    at('refused', verdict('prepare', { ok: false, refused: true, summary: 'HEAD moved' })),
    END_WORDS.refused(failedWords('prepare', 'HEAD moved')),
    /^mend what is named above, then pulumi up$/,
  ],
  [
    'undone, as the restore failed',
    at(
      'undone',
      verdict('prepare'),
      verdict('stop'),
      verdict('restore', { ok: false, summary: 'no disk', log: 'x' }),
      verdict('undo'),
    ),
    END_WORDS.undone(failedWords('restore', 'no disk')),
    /restore\.log, mend what failed, then pulumi up$/,
  ],
  [
    'degraded, as the app failed once it had run',
    at(
      'degraded',
      verdict('prepare'),
      swapped(),
      verdict('restart', { ok: false, appRan: true, summary: 'not healthy' }),
    ),
    END_WORDS.degraded(failedWords('restart', 'not healthy')),
    new RegExp(`then pulumi up verifies again; or back to 3333333 \\(v3\\): ./rollback undo ${made.id}`),
  ],
  [
    'stranded',
    at('stranded', swapped(), verdict('undo', { ok: false, summary: 'no name' })),
    END_WORDS.stranded(failedWords('undo', 'no name')),
    /by hand, back to where it was: docker exec .* && docker exec .* && cd .* && git checkout/,
  ],
  [
    'recovered',
    at('recovered', swapped(), verdict('verify', { checks: [] })),
    END_WORDS.recovered('0 of 0'),
    /^nothing to do; .*pulumi config rm scenario; what was written since the backup is in chronos_financial_before_r: .\/rollback writes r-[0-9a-f]{8} exports it; mend 3333333 and deploy it anew$/,
  ],
])('%s: what happened, and what to do now', (_, ending, summary, next) => {
  expect(summaryOf(ending)).toBe(summary);
  expect(nextLine(ending, false, chosen)).toEqual(
    typeof next === 'string' ? next : expect.stringMatching(next),
  );
});

const preview = (plan: Plan, mode: 'fresh' | 'replay' = 'fresh') =>
  briefing({ kind: 'plan', mode, plan, target: target(), takesOver: false, ...seen }, chosen, true).join(
    '\n',
  );

test('a preview of a restore tells of the data, of each step, and of what stays', () => {
  const text = preview(made);
  expect(text).toMatch(/^DATA {3}backup \/backups/m);
  expect(text).toMatch(
    /^ {7}restore {2}give the name chronos_financial to the restored database.*, at most 600 s$/m,
  );
  expect(text).toMatch(/^WON'T {2}the database's container and its volumes, untracked files, \.env$/m);
  expect(text).toMatch(
    /^FAILS {2}in prepare: nothing has changed; before restart: 3333333 v3 "Release 3" comes back, data and all; later: nothing is undone unasked, as the app may have written$/m,
  );
  expect(text).toContain(
    `./rollback up ${made.id} --scenario database --reason "…"  =  pulumi up -c confirm=${made.id} -c scenario=database`,
  );
});

test('stopped first, the app comes up again should prepare fail', () => {
  expect(preview(restorePlan({}, { settings: { stopFirst: 'true' } }))).toMatch(
    /^FAILS {2}in prepare: the app comes up again; before restart/m,
  );
});

test('a restore that awaits consent is told whole: what it costs, and what it would do', () => {
  const proposed = restorePlan({ inspection: WRITTEN });
  const text = briefing(
    {
      kind: 'refused',
      refusal: { code: 'consent.needed', what: 'consent', next: 'so' },
      proposed,
      target: target(),
      ...seen,
    },
    chosen,
    true,
  ).join('\n');
  expect(text).toMatch(
    /^DATA {3}backup .*\n.*taken .* 1 day old\n {7}3 rows .*\n {9}public\.transfers: 3 new or changed, 1 changed or deleted$/m,
  );
  expect(text).toMatch(/^WOULD {2}prepare {2}pin 4 images; read the backup to its end/m);
  expect(text).toMatch(/^RISK {3}! 3 rows /m);
});

test('a replay of a restore tells its data, and names no deadline', () => {
  expect(preview(made, 'replay')).toMatch(
    /^DATA {3}backup[\s\S]*^DID [\s\S]*restore {2}give the name [^,]*; what is live stays/m,
  );
});
