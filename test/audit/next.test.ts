import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backByHand, closingWords, nextLine, STAYS, summaryOf } from '../../audit/next';
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
    /git checkout .*\ngit stash apply .*\ndocker tag .*\ndocker-compose -p/,
  );
  expect(backByHand(stashed, []).join('\n')).not.toContain('git stash');
});

test('by hand: the stash of this rollback is applied, not one that was made since', () => {
  const directory = mkdtempSync(join(tmpdir(), "it's a checkout "));
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', directory, '-c', 'user.name=t', '-c', 'user.email=t@localhost', ...args]);
  const stash = (text: string, name: string) => {
    writeFileSync(join(directory, 'file'), text);
    git('stash', 'push', '--message', name);
  };
  try {
    git('init', '--quiet');
    writeFileSync(join(directory, 'file'), 'committed');
    git('add', 'file');
    git('commit', '--quiet', '--message', 'file');
    const stashed = { ...plan(), stash: ['file'] };
    stash('ours', `chronos-rollback ${stashed.id}`);
    stash('another', 'chronos-rollback r-00000000');
    const [cd, , apply] = backByHand(stashed, VERDICTS, directory);
    execFileSync('sh', ['-c', `${cd} && ${apply}`], { stdio: 'ignore' });
    expect(readFileSync(join(directory, 'file'), 'utf8')).toBe('ours');
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test.each([
  ['the default request', 'previous', 'auto', ''],
  ['a commit', 'v2', 'auto', '; take the saved request back before: pulumi config rm commit'],
  [
    'commit and scenario',
    'v2',
    'code',
    '; take the saved request back before: pulumi config rm commit && pulumi config rm scenario',
  ],
] as const)('after %s what was saved is taken back', (_, wanted, scenario, hint) => {
  const ending = at('recovered', { request: { commit: wanted, scenario } });
  expect(nextLine(ending, false, settings())).toBe(`nothing to do${hint}; mend 3333333 and deploy it anew`);
});

test('a refusal closes in full in an update, in short in a preview, and says what stays where nothing was registered', () => {
  const refused = at('refused', { decision: { kind: 'refused', refusal } });
  const full = 'refused, nothing was touched: the host lacks curl; got x; accepts y';
  const short = 'refused, nothing was touched: the host lacks curl';
  expect(closingWords(refused, false, false)).toEqual([full]);
  expect(closingWords(refused, true, true)).toEqual([short]);
  expect(closingWords(refused, true, false)).toEqual([short, STAYS]);
  const broken = without(at('refused', { verdicts: [], fault: 'exit 255' }), 'decision');
  expect(closingWords(broken, true, false)).toEqual(['refused, nothing was touched: exit 255', STAYS]);
  expect(closingWords(at('degraded', { fault: 'x' }), true, true)).toEqual([
    'degraded: at 2222222 (v2), but x',
  ]);
});
