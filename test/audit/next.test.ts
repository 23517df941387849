import { backByHand, nextLine, summaryOf } from '../../audit/next';
import { diagnose } from '../../machines/diagnosis';
import type { Ending } from '../../machines/memory';
import type { Verdict } from '../../machines/verdicts';
import { commit, facts, image, plan, settings, without } from '../fixtures';
import { VERDICTS } from './journal';

const seen = { facts: facts(), diagnosis: diagnose(facts(), settings().deployment) };
const at = (end: Ending['end'], more: Partial<Ending> = {}): Ending => ({
  end,
  request: { commit: 'previous', scenario: 'auto' },
  decision: { kind: 'plan', mode: 'fresh', plan: plan(), undo: false, ...seen },
  verdicts: VERDICTS,
  ...more,
});
const failed = (step: Verdict['step'], summary: string, more: Partial<Verdict> = {}): Verdict => ({
  step,
  ok: false,
  summary,
  started: '',
  seconds: 0,
  ...more,
});
const refusal = { what: 'the host lacks curl', got: 'x', accepts: 'y', next: 'install: curl' };

test.each<[Ending, string]>([
  [at('healthy', { decision: { kind: 'healthy', ...seen } }), `healthy: ${seen.diagnosis.wrong}`],
  [at('recovered'), 'recovered: at 2222222 (v2), 2 of 2 checks passed'],
  [
    at('recovered', {
      verdicts: [
        {
          ...failed('verify', ''),
          ok: true,
          checks: [
            { name: 'a', required: true, ok: true, evidence: '' },
            { name: 'b', required: false, ok: false, evidence: '' },
          ],
        },
      ],
    }),
    'recovered: at 2222222 (v2), 1 of 2 checks passed',
  ],
  [
    at('refused', { decision: { kind: 'refused', refusal } }),
    'refused, nothing was touched: the host lacks curl; got x; accepts y',
  ],
  [
    at('refused', { decision: { kind: 'refused', refusal: { what: 'this\nthat', next: 'x' } } }),
    'refused, nothing was touched: this; that',
  ],
  [
    at('refused', { verdicts: [failed('prepare', 'HEAD moved', { refused: true })] }),
    'refused, nothing was touched: prepare failed: HEAD moved',
  ],
  [
    without(at('refused', { verdicts: [], fault: 'exit 255' }), 'decision'),
    'refused, nothing was touched: exit 255',
  ],
  [
    at('degraded', {
      verdicts: [
        {
          ...failed('verify', ''),
          ok: true,
          checks: [{ name: 'probe x', required: true, ok: false, evidence: '3 of 20' }],
        },
      ],
    }),
    'degraded: at 2222222 (v2), but probe x failed (3 of 20)',
  ],
  [at('degraded', { fault: 'the transport broke' }), 'degraded: at 2222222 (v2), but the transport broke'],
  [
    at('undone', { verdicts: [failed('prepare', 'no disk')] }),
    'undone: prepare failed: no disk; everything stands as before',
  ],
  [
    at('stranded', { verdicts: [failed('restart', 'not healthy')] }),
    'stranded between 3333333 and 2222222 (v2): restart failed: not healthy',
  ],
])('%#: a sentence for an end', (ending, sentence) => {
  expect(summaryOf(ending)).toBe(sentence);
});

test.each<[Ending, boolean, string | RegExp]>([
  [at('recovered'), true, 'pulumi up'],
  [at('healthy', { decision: { kind: 'healthy', ...seen } }), false, 'nothing to do'],
  [at('recovered'), false, 'nothing to do; mend 3333333 and deploy it anew'],
  [at('refused', { decision: { kind: 'refused', refusal } }), false, 'install: curl'],
  [at('refused'), false, 'mend what is named above, then pulumi up'],
  [at('undone'), false, 'mend what is named above, then pulumi up'],
  [
    at('undone', { verdicts: [failed('prepare', 'no disk', { log: 'x' })] }),
    false,
    `look at /var/lib/chronos-rollback/chronos/${plan().id}/prepare.log, mend what failed, then pulumi up`,
  ],
  [
    at('stranded', { verdicts: [failed('restart', 'not healthy', { log: 'x' })] }),
    false,
    /^look at .*\/restart\.log, mend what failed, then pulumi up goes on; by hand/,
  ],
  [
    at('degraded', {
      verdicts: [
        { ...failed('verify', ''), checks: [{ name: 'a', required: true, ok: false, evidence: '' }] },
      ],
    }),
    false,
    /^look at the failed checks .* and .*\/verify\.log, then pulumi up to verify again/,
  ],
  [at('degraded'), false, /pulumi stack output checks.*pulumi up to verify again.*pulumi up -c commit=…/],
  [
    at('stranded'),
    false,
    /then pulumi up goes on; by hand, .*: cd \/opt\/chronos-financial && git checkout --detach 3{40} && /,
  ],
])('%#: what to do next is a line to type, or nothing', (ending, planned, line) => {
  expect(nextLine(ending, planned, settings())).toEqual(
    typeof line === 'string' ? line : expect.stringMatching(line),
  );
});

test('by hand: the commit, the images and only the services that moved', () => {
  expect(backByHand(plan(), VERDICTS, '/opt/c')).toEqual([
    'cd /opt/c',
    `git checkout --detach ${commit(3)}`,
    `docker tag ${image(3)} chronos-backend:latest`,
    'docker compose -p chronos -f docker-compose.production.yml up -d --no-deps --no-build backend',
  ]);
});

test('by hand: never all services, when none moved', () => {
  expect(backByHand({ ...plan(), services: [] }, [])).toEqual([`git checkout --detach ${commit(3)}`]);
});

test('by hand: what was stashed comes back, once it was stashed; Compose v1 by its own name', () => {
  const stashed = { ...plan(), stash: ['README.md'], compose: 'v1' as const };
  expect(backByHand(stashed, VERDICTS).join('\n')).toMatch(
    /git checkout .*\ngit stash pop\ndocker tag .*\ndocker-compose -p/,
  );
  expect(backByHand(stashed, [])).not.toContain('git stash pop');
});
