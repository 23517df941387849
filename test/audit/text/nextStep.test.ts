import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backByHand } from '../../../audit/text/manualUndo';
import { nextLine } from '../../../audit/text/nextStep';
import { adviceText } from '../../../audit/text/remedyLine';
import { closingWords, STAYS, summaryOf } from '../../../audit/text/summary';
import { diagnose } from '../../../machines/detect/diagnose/diagnosis';
import { type LifecycleEnd, isGood } from '../../../machines/lifecycle/context';
import type { Plan } from '../../../machines/model/plan';
import type { Request } from '../../../machines/model/request';
import type { Verdict } from '../../../machines/model/verdict';
import {
  commit,
  facts,
  image,
  plan,
  REQUEST,
  restartPlan,
  settings,
  undoOfPlan,
  without,
  refusal,
} from '../../fixtures';
import { END_WORDS, failedWords } from '../endWords';
import { VERDICTS } from '../journal/lines';

const seen = { facts: facts(), diagnosis: diagnose(facts(), settings().deployment) };
const at = (end: LifecycleEnd['end'], more: Partial<LifecycleEnd> = {}): LifecycleEnd => ({
  end,
  request: REQUEST,
  decision: { kind: 'plan', mode: 'fresh', plan: plan(), takesOver: false, ...seen },
  verdicts: end === 'refused' ? [] : VERDICTS,
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

const going = { mode: 'fresh', takesOver: false, ...seen } as const;
const undoPlan = undoOfPlan();
/** An undo that was asked for, or one that was owed to a failed rollback. */
const undoing = (
  end: LifecycleEnd['end'],
  more: Partial<LifecycleEnd> = {},
  undo = plan().id,
): LifecycleEnd =>
  at(end, {
    request: { ...REQUEST, undo },
    decision: { kind: 'undo', plan: undoPlan, ...going },
    verdicts: [{ ...failed('undo', 'all is back'), ok: true }],
    ...more,
  });
test('after a rollback the line is named that brings the deployment up as usual', () => {
  const more = { definition: 'd', targetFiles: ['other.yml'], profiles: ['prod'] };
  const decision = { kind: 'plan', plan: { ...plan(), ...more }, ...going } as const;
  expect(nextLine(at('recovered', { decision }), false, settings())).toContain(
    'docker compose -p chronos -f other.yml --profile prod up -d',
  );
  expect(nextLine(at('recovered'), false, settings())).not.toContain(' up -d');
});

test('where the target defines the database otherwise, the line comes first that leaves it, and what the usual one does', () => {
  const more = { definition: 'd', notes: ['x'], noteCodes: ['note.database-stays'] };
  const decision = { kind: 'plan', plan: { ...plan(), ...more }, ...going } as const;
  const next = nextLine(at('recovered', { decision }), false, settings());
  expect(next).toContain('without postgres');
  expect(next).toContain(' up -d --no-deps backend frontend; ');
  expect(next).toContain('makes the container of postgres anew');
});

const restarting = (end: LifecycleEnd['end'], verdicts: readonly Verdict[]): LifecycleEnd =>
  at(end, { decision: { kind: 'plan', plan: restartPlan(['backend']), ...going }, verdicts });
const byHand = (plan: Plan, verdicts: readonly Verdict[], directory?: string): string[] =>
  backByHand(plan, verdicts, directory === undefined ? {} : { directory }, 'chronos_user');
const lost = { name: 'health of backend', required: true, ok: false, evidence: 'exited' };

test.each<[LifecycleEnd, string]>([
  [
    at('healthy', { decision: { kind: 'healthy', ...seen } }),
    END_WORDS.healthy(adviceText(seen.diagnosis.wrong)),
  ],
  [at('recovered'), END_WORDS.recovered('2 of 2')],
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
    END_WORDS.recovered('1 of 2'),
  ],
  [
    at('refused', { decision: { kind: 'refused', refusal } }),
    END_WORDS.refused(`${refusal.what}; got x; accepts y`),
  ],
  [
    at('refused', {
      decision: { kind: 'refused', refusal: { code: 'config.invalid', what: 'this\nthat', next: 'x' } },
    }),
    END_WORDS.refused('this; that'),
  ],
  [
    at('refused', { verdicts: [failed('prepare', 'HEAD moved', { refused: true })] }),
    END_WORDS.refused(failedWords('prepare', 'HEAD moved')),
  ],
  [without(at('refused', { verdicts: [], fault: 'exit 255' }), 'decision'), END_WORDS.refused('exit 255')],
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
    END_WORDS.degraded('probe x failed (3 of 20)'),
  ],
  [at('degraded', { fault: 'the transport broke' }), END_WORDS.degraded('the transport broke')],
  [
    at('undone', { verdicts: [failed('prepare', 'no disk')] }),
    END_WORDS.undone(failedWords('prepare', 'no disk')),
  ],
  [
    at('stranded', { verdicts: [failed('restart', 'not healthy')] }),
    END_WORDS.stranded(failedWords('restart', 'not healthy')),
  ],
  [
    at('stranded', { verdicts: [failed('restart', 'not healthy'), failed('undo', 'no disk')] }),
    END_WORDS.stranded(`${failedWords('restart', 'not healthy')}; ${failedWords('undo', 'no disk')}`),
  ],
  [
    at('undone', {
      verdicts: [failed('restart', 'not healthy'), { ...failed('undo', 'all is back'), ok: true }],
    }),
    END_WORDS.undone(failedWords('restart', 'not healthy')),
  ],
  [
    at('undone', {
      verdicts: [
        { ...failed('verify', ''), ok: true, checks: [lost] },
        { ...failed('undo', ''), ok: true, checks: [lost] },
      ],
    }),
    END_WORDS.undone('health of backend failed (exited)'),
  ],
  [undoing('undone'), END_WORDS.undoneOnDemand(plan().id)],
  [
    undoing('undone', { decision: { kind: 'undo', plan: plan(), ...going, mode: 'replay' } }),
    END_WORDS.undone(`${plan().id} was taken back`),
  ],
  [
    undoing('stranded', { verdicts: [failed('undo', 'no disk')] }),
    END_WORDS.stranded(failedWords('undo', 'no disk')),
  ],
  [undoing('stranded', { verdicts: [], fault: 'exit 255' }), END_WORDS.stranded('exit 255')],
  [
    undoing('refused', { verdicts: [failed('undo', 'HEAD moved', { refused: true })] }),
    END_WORDS.refused('HEAD moved'),
  ],
  [
    at('refused', {
      verdicts: [
        ...VERDICTS.slice(0, 1),
        failed('revert', 'nothing was done: bob took over', { refused: true }),
      ],
    }),
    END_WORDS.refusedLate('nothing was done: bob took over'),
  ],
  [
    restarting('degraded', [failed('restart', 'not healthy')]),
    END_WORDS.degraded(failedWords('restart', 'not healthy'), '3333333 (v3)'),
  ],
  [restarting('recovered', VERDICTS.slice(2)), END_WORDS.recovered('2 of 2', '3333333 (v3)')],
  [
    at('refused', {
      decision: {
        kind: 'refused',
        refusal: { code: 'consent.needed', what: 'it has a risk', next: 'x' },
        proposed: plan(),
      },
    }),
    END_WORDS.refused('it has a risk'),
  ],
])('%#: a sentence for an end', (ending, sentence) => {
  expect(summaryOf(ending)).toBe(sentence);
});

test.each<[LifecycleEnd, boolean, string | RegExp]>([
  [at('recovered'), true, `./rollback up ${plan().id}  =  pulumi up -c confirm=${plan().id}`],
  [undoing('undone'), true, './rollback up r-00000001  =  pulumi up -c confirm=r-00000001'],
  [
    at('recovered', { decision: { kind: 'plan', plan: plan(), ...going, mode: 'resume' } }),
    true,
    'pulumi up',
  ],
  [
    undoing('undone'),
    false,
    'nothing to do; what -c or config set has saved is taken back by: pulumi config rm undo',
  ],
  [
    undoing('undone', {}, ''),
    false,
    'pulumi up: the failed rollback is taken back now, and what was asked for has not begun',
  ],
  [
    undoing('stranded', { verdicts: [failed('undo', 'no disk', { log: 'x' })] }),
    false,
    /^look at .*\/r-00000001\/undo\.log, mend what failed, then pulumi up finishes the undo; by hand, .*git checkout --detach 3{40} && /,
  ],
  [restarting('recovered', VERDICTS.slice(2)), false, 'nothing to do'],
  [
    restarting('degraded', [failed('restart', 'not healthy', { log: 'x' })]),
    false,
    /^look at the failed checks .* and .*\/restart\.log; then pulumi up tries again; or everything down and up: pulumi up -c scenario=infrastructure -c service=all; or the release before: pulumi up -c scenario=code$/,
  ],
  [
    at('undone', { verdicts: [failed('restart', 'x', { log: 'y' }), { ...failed('undo', ''), ok: true }] }),
    false,
    /^look at .*\/restart\.log, mend what failed, then pulumi up$/,
  ],
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
    /^look at .*\/restart\.log, mend what failed, then pulumi up finishes the undo; by hand/,
  ],
  [
    at('degraded', {
      verdicts: [
        { ...failed('verify', ''), checks: [{ name: 'a', required: true, ok: false, evidence: '' }] },
      ],
    }),
    false,
    /^look at the failed checks .* and .*\/verify\.log; then pulumi up verifies again/,
  ],
  [
    at('degraded'),
    false,
    `look at the failed checks (pulumi stack output checks); then pulumi up verifies again; or back to 3333333 (v3): ./rollback undo ${plan().id}  =  pulumi up -c undo=${plan().id}; or another commit: pulumi up -c commit=…`,
  ],
  [
    at('stranded'),
    false,
    /then pulumi up finishes the undo; by hand, .*: cd \/opt\/chronos-financial && git checkout --detach 3{40} && /,
  ],
])('%#: what to do next is a line to type, or nothing', (ending, planned, line) => {
  expect(nextLine(ending, planned, settings())).toEqual(
    typeof line === 'string' ? line : expect.stringMatching(line),
  );
});

test('by hand: the commit, the images and only the services that moved', () => {
  expect(byHand(plan(), VERDICTS, '/opt/c')).toEqual([
    'cd /opt/c',
    `git checkout --detach ${commit(3)}`,
    `docker tag ${image(3)} chronos-backend:latest`,
    'docker compose -p chronos -f docker-compose.production.yml up -d --no-deps --no-build backend',
  ]);
});

test('by hand: never all services, when none moved', () => {
  expect(byHand({ ...plan(), services: [] }, [])).toEqual([`git checkout --detach ${commit(3)}`]);
});

test('by hand: what was stashed comes back, once it was stashed; Compose v1 by its own name', () => {
  const stashed = { ...plan(), stash: ['README.md'], compose: 'v1' as const };
  expect(byHand(stashed, VERDICTS).join('\n')).toMatch(
    /git checkout .*\n\{ stash=.* git stash pop .*\ndocker tag .*\ndocker-compose -p/,
  );
  expect(byHand(stashed, []).join('\n')).not.toContain('stash');
});

test('by hand: the stash of this rollback comes back, not one that was made since', () => {
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
    const [cd, , back] = byHand(stashed, VERDICTS, directory);
    execFileSync('sh', ['-c', `${cd} && ${back}`], { stdio: 'ignore' });
    expect(readFileSync(join(directory, 'file'), 'utf8')).toBe('ours');
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('by hand: without a stash of this rollback nothing fails, and a failed checkout stops all the rest', () => {
  const directory = mkdtempSync(join(tmpdir(), 'checkout-'));
  try {
    execFileSync('git', ['-C', directory, 'init', '--quiet']);
    const [cd = '', checkout = '', back = ''] = byHand({ ...plan(), stash: ['file'] }, VERDICTS, directory);
    const run = (...lines: string[]) =>
      spawnSync('sh', ['-c', [...lines, 'echo on'].join(' && ')], { encoding: 'utf8' }).stdout.trim();
    expect(run(cd, back)).toBe('on');
    expect(run(cd, checkout, back)).toBe('');
    expect(run('cd /nonesuch', back)).toBe('');
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('by hand, an undo that stranded: to where it was going, with what ran there', () => {
  const services = plan().services.map(({ before, target, ...rest }) => ({
    ...rest,
    ...(target ? { before: target } : {}),
    ...(before ? { target: before } : {}),
  }));
  const lines = byHand({ ...undoPlan, services }, []);
  expect(lines[0]).toBe(`git checkout --detach ${commit(3)}`);
  expect(lines[1]).toContain(`chronos-rollback ${plan().id}`);
  expect(lines.slice(2)).toEqual([
    `docker tag ${image(3)} chronos-backend:latest`,
    'docker compose -p chronos -f docker-compose.production.yml up -d --no-deps --no-build backend',
  ]);
});

test.each<[string, Partial<Request>, string, string]>([
  ['the default request', {}, '', ''],
  [
    'a commit',
    { commit: 'v2' },
    '',
    '; what -c or config set has saved is taken back by: pulumi config rm commit',
  ],
  [
    'commit, scenario and consent',
    { commit: 'v2', scenario: 'code' },
    'r-12345678',
    '; what -c or config set has saved is taken back by: pulumi config rm commit && pulumi config rm scenario && pulumi config rm confirm',
  ],
])('after %s what was saved is taken back', (_, wanted, confirm, hint) => {
  const ending = at('recovered', { request: { ...REQUEST, ...wanted } });
  expect(nextLine(ending, false, settings({ confirm }))).toBe(
    `nothing to do${hint}; mend 3333333 and deploy it anew`,
  );
});

test('what was supplied for one request is taken back, too, and not what is configured', () => {
  const asked = { deployment: '{"variables":{"A":"a"}}', variables: '{"B":"b"}', envFiles: '["x.env"]' };
  expect(nextLine(at('recovered'), false, settings(asked))).toContain(
    'what -c or config set has saved is taken back by: pulumi config rm variables && pulumi config rm envFiles;',
  );
});

test('after a recovery the notes for the next deployment are said once more, and no others', () => {
  const more = {
    notes: [
      'HOLD read by: deploy.sh',
      'a lock',
      'main is left',
      'w (x/watchtower) deploys',
      'shop.service runs',
    ],
    noteCodes: ['note.hold-read', 'note.lock-left', 'note.branch-left', 'note.updater', 'note.unit'],
  };
  const ending = at('recovered', { decision: { kind: 'plan', plan: { ...plan(), ...more }, ...going } });
  expect(nextLine(ending, false, settings())).toBe(
    [
      'nothing to do; mend 3333333 and deploy it anew; HOLD read by: deploy.sh',
      'main is left: the next deployment begins with git switch main',
      'w (x/watchtower) deploys: to keep it off, docker pause w, and later docker unpause w',
      'shop.service runs: to keep it off at the next boot, systemctl disable shop.service',
    ].join('; '),
  );
});

test('good is what was meant: an undo that was asked for, not one that was owed', () => {
  const ends = [
    at('recovered'),
    at('healthy'),
    undoing('undone'),
    undoing('undone', {}, ''),
    at('undone'),
    at('refused'),
    at('degraded'),
    at('stranded'),
  ];
  expect(ends.map(isGood)).toEqual([true, true, true, false, false, false, false, false]);
});

test('a refusal closes in full in an update, in short in a preview, and says what stays where nothing was registered', () => {
  const refused = at('refused', { decision: { kind: 'refused', refusal } });
  const full = END_WORDS.refused(`${refusal.what}; got x; accepts y`);
  const short = END_WORDS.refused(refusal.what);
  expect(closingWords(refused, false, false)).toEqual([full]);
  expect(closingWords(refused, true, true)).toEqual([short]);
  expect(closingWords(refused, true, false)).toEqual([short, STAYS]);
  const broken = without(at('refused', { verdicts: [], fault: 'exit 255' }), 'decision');
  expect(closingWords(broken, true, false)).toEqual([END_WORDS.refused('exit 255'), STAYS]);
  expect(closingWords(at('degraded', { fault: 'x' }), true, true)).toEqual([END_WORDS.degraded('x')]);
});
