import { briefing } from '../../../audit/text/briefing';
import { progress, stepIn } from '../../../audit/text/progress';
import { diagnose } from '../../../machines/detect/diagnose/diagnosis';
import type { Decision } from '../../../machines/model/decision';
import type { Facts } from '../../../machines/model/facts';
import type { LifecycleContext } from '../../../machines/lifecycle/context';
import type { Verdict } from '../../../machines/model/verdict';
import {
  attempt,
  commit,
  facts,
  failing,
  plan,
  REQUEST,
  restartPlan,
  settings,
  target,
  without,
  refusal,
  undoOfPlan,
} from '../../fixtures';
import { lease } from '../../machines/choices';
import { VERDICTS } from '../journal/lines';

const given = facts({
  probes: [failing('transfers')],
  git: { ...facts().git, modified: ['docker-compose.production.yml'] },
});
const seen = { facts: given, diagnosis: diagnose(given, settings().deployment), takesOver: false };
const planned = { ...plan({ facts: given }), id: 'r-12345678' };
const tell = (decision: Decision, dryRun = true) => briefing(decision, settings(), dryRun).join('\n');

test('a preview of a rollback', () => {
  expect(tell({ kind: 'plan', mode: 'fresh', plan: planned, target: target(), ...seen })).toBe(
    `
chronos · production · /opt/chronos-financial · local
WRONG  transfers: 7 of 20 are 5xx; 3/3 containers healthy
WHY    code: backend came new with 3333333 (v3, deployed 02:38 UTC)
SEEN   checkout: 3333333 v3 "Release 3", modified: docker-compose.production.yml
       backend: healthy, restarted 0 times, image 333333333333
       frontend: healthy, restarted 0 times, image ffffffffffff
       postgres: healthy, restarted 0 times, image dddddddddddd
       probe transfers: 13 of 20 well answered (else 500), median 4 ms
       database: answers
       disk /: 13% used, 47.7 GiB free
PLAN   r-12345678, attempt 1. Nothing has been changed.
  from 3333333 v3 "Release 3"
  to   2222222 v2 "Release 2"; ran 1 day; images present
  undoes 1 commit, 1 file changed
    3333333 Release 3
WILL   prepare  pin 4 images, at most 900 s
       revert   stash docker-compose.production.yml; check out 2222222, at most 60 s
       restart  recreate backend (its image changes), one at a time, at most 180 s, longer only where a health check allows it
       verify   commit, images, health, database, links, probes: at least 9 checks, at most 60 s a check
WON'T  the database and its volumes, frontend, untracked files, .env
RISK   ! docker-compose.production.yml, which Compose reads, is modified locally; the target's own comes up
NOTE   no record tells whether probe transfers was ever answered well here
FAILS  in prepare: nothing has changed; before verify: 3333333 v3 "Release 3" comes back; in verify: it comes back only if things are worse than now
DO     ./rollback up r-12345678 --reason "…"  =  pulumi up -c confirm=r-12345678 -c reason="…"`.trimStart(),
  );
});

test('a preview tells what runs service by service where that is not all of what is checked out', () => {
  const services = planned.services.map((one) =>
    one.service === 'backend' ? { ...one, runs: commit(1) } : one,
  );
  const text = tell({ kind: 'plan', mode: 'fresh', plan: { ...planned, services }, ...seen });
  expect(text).toContain(`
  from 3333333 v3 "Release 3"
       backend runs 1111111 v1 "Release 1"
       frontend runs 3333333 v3 "Release 3"
  to   2222222`);
});

test('a replay says that nothing runs, and names no deadline', () => {
  const text = tell({ kind: 'plan', mode: 'replay', plan: planned, ...seen });
  expect(text).toContain('PLAN   r-12345678, attempt 1. It is done; nothing runs again.');
  expect(text).toContain('DID    prepare  pin 4 images\n');
  expect(text).not.toMatch(/^(WILL|FAILS|DO)/m);
});

test('a replay tells what the steps said, by the journal', () => {
  const recorded = facts({ attempts: [attempt(planned, { outcome: 'recovered', verdicts: VERDICTS })] });
  const text = tell({ kind: 'plan', mode: 'replay', plan: planned, ...seen, facts: recorded });
  expect(text).toMatch(/^DID {4}prepare {2}prepare went well\n {7}revert {3}revert went well$/m);
});

test('an update tells what it is about to do, and nothing that is true of a preview only', () => {
  const text = tell({ kind: 'plan', mode: 'fresh', plan: planned, target: target(), ...seen }, false);
  expect(text).toMatch(/^PLAN {3}r-12345678, attempt 1\.$/m);
  expect(text).toMatch(/^WILL {3}prepare {2}pin 4 images, at most 900 s$/m);
  expect(text).not.toMatch(/Nothing has been changed|^(FAILS|DO)/m);
});

test('a resumed attempt says that it goes on', () => {
  expect(tell({ kind: 'plan', mode: 'resume', plan: planned, target: target(), ...seen })).toContain(
    'PLAN   r-12345678, attempt 1. It was begun and goes on where it was cut off.',
  );
});

test('one that goes on says which services it brings up once more', () => {
  const resumed = { restart: ['frontend'], othersStay: true, verify: true };
  const text = tell({ kind: 'plan', mode: 'resume', plan: planned, target: target(), resumed, ...seen });
  expect(text).toContain(
    'restart  recreate frontend (it does not run in what this rollback has brought up), one at a time',
  );
});

test('one that takes everything down has done so, whatever it brings up once more', () => {
  const resumed = { restart: ['frontend'], othersStay: true, verify: false };
  const steps: (typeof planned)['steps'] = ['stop', 'restart', 'verify'];
  const plan = { ...planned, all: true, steps };
  const text = tell({ kind: 'plan', mode: 'resume', plan, target: target(), resumed, ...seen });
  expect(text).toContain('stop     take every container of the deployment down; volumes stay');
  expect(text).toContain('restart  recreate frontend (it does not run in what this rollback has brought up)');
});

test('one of which the undo has begun says that it is taken back, and nothing of its steps', () => {
  const text = tell({
    kind: 'plan',
    mode: 'resume',
    plan: planned,
    target: target(),
    isBeingUndone: true,
    ...seen,
  });
  expect(text).toContain('It failed, and is being taken back, which goes on where it was cut off.');
  expect(text).toMatch(/^WILL {3}undo {5}back to /m);
  expect(text).not.toMatch(/^ *(prepare|restart|verify) {2}/m);
  expect(text).toMatch(/^FAILS {2}it stops in between/m);
});

test('images that must be made are named before anything runs', () => {
  const built = plan({ facts: { deployments: [] } });
  expect(tell({ kind: 'plan', mode: 'fresh', plan: built, target: target(), ...seen })).toContain(
    '; images: backend to build, frontend to build',
  );
});

test('many commits are counted and the newest shown, also those that only the target has', () => {
  const commits = Array.from({ length: 20 }, (_, n) => `${n}abcdef Commit ${n}`);
  const there = target({ leaves: commits, brings: commits.slice(0, 2), difference: '' });
  const text = tell({ kind: 'plan', mode: 'fresh', plan: planned, target: there, ...seen });
  expect(text).toContain('  undoes 20 or more commits\n    0abcdef Commit 0\n');
  expect(text).toContain('    4abcdef Commit 4\n    …\n  brings 2 commits\n    0abcdef Commit 0\n');
});

test('a refusal says what, got, accepts and what to do', () => {
  expect(tell({ kind: 'refused', refusal })).toBe(
    `
production · /opt/chronos-financial · local
REFUSE ${refusal.what}
       got      x
       accepts  y
DO     install: curl
Nothing has been touched.`.trimStart(),
  );
  const short = without(refusal, 'got', 'accepts');
  expect(tell({ kind: 'refused', refusal: short, ...seen })).toMatch(
    new RegExp(`WRONG .*\\nWHY .*\\nSEEN [^]*\\nREFUSE ${refusal.what}\\nDO `),
  );
});

test('healthy says that there is nothing to do', () => {
  const well = { facts: facts(), diagnosis: diagnose(facts(), settings().deployment) };
  expect(tell({ kind: 'healthy', ...well })).toMatch(
    /STATE {2}3\/3 containers healthy, database answers.*\nWHY .*\nSEEN [^]*\nPLAN {3}none: nothing is wrong/,
  );
});

test('of a healthy deployment is noted where something was killed for lack of memory', () => {
  const [first, ...others] = facts().containers;
  if (!first) throw new Error('no container');
  const marked = facts({ containers: [{ ...first, oomKilled: true }, ...others] });
  const well = { facts: marked, diagnosis: diagnose(marked, settings().deployment) };
  expect(tell({ kind: 'healthy', ...well })).toMatch(
    /\nPLAN {3}none: .*\nNOTE {3}.*backend.* memory; .*\nDO/,
  );
});

test('of a healthy deployment a preview says how its release is left all the same', () => {
  const well = { facts: facts(), diagnosis: diagnose(facts(), settings().deployment) };
  expect(tell({ kind: 'healthy', ...well })).toMatch(
    /\nDO {5}where this release must go all the same, back to v2 "Release 2": .*pulumi preview -c commit=2222222$/,
  );
  expect(briefing({ kind: 'healthy', ...well }, settings(), false).join('\n')).not.toContain('\nDO');
});

const undoPlan = undoOfPlan();
const going = { mode: 'fresh', ...seen } as const;
const block = (text: string) => text.slice(text.indexOf('\nPLAN') + 1);

test('a preview of a restart says what stays, and that nothing comes back', () => {
  const restart = { ...restartPlan(['backend']), id: 'r-12345678' };
  expect(block(tell({ kind: 'plan', plan: restart, target: target(), ...going }))).toMatch(
    /^PLAN {3}r-12345678, attempt 1\. Nothing has been changed\.\n {2}at {3}3333333 v3 "Release 3", which stays\n[^]*WILL {3}restart {2}restart backend \(it is healthy\), one at a time, at most 180 s, .*\n {7}verify [^]*FAILS {2}a restart has nothing to go back to: it says what stands where\nDO /,
  );
});

test('a preview of everything down and up says what is left alone', () => {
  const text = tell({ kind: 'plan', plan: restartPlan('all'), target: target(), ...going });
  expect(text).toContain(
    'WILL   stop     take every container of the deployment down; volumes stay, at most 180 s\n',
  );
  expect(text).toContain("WON'T  volumes, untracked files, .env\n");
});

test('a preview of an undo says what it takes back, and from where to where', () => {
  expect(block(tell({ kind: 'undo', plan: undoPlan, ...going }))).toBe(
    `
PLAN   r-00000001, attempt 1, takes ${plan().id} back. Nothing has been changed.
  from 2222222 v2 "Release 2"
  to   3333333 v3 "Release 3"; images present
WILL   undo     back to 3333333 v3 "Release 3": checkout, images, backend, frontend, at most 300 s, longer only where a health check allows it
WON'T  the database and its volumes, untracked files, .env
FAILS  it stops in between and says what stands where; the same again finishes it
DO     ./rollback up r-00000001 --reason "…"  =  pulumi up -c confirm=r-00000001 -c reason="…"`.trimStart(),
  );
});

test('a replayed undo tells what it said, by the journal', () => {
  const verdict: Verdict = { step: 'undo', ok: true, summary: 'all is back', started: '', seconds: 4 };
  const recorded = facts({ attempts: [attempt(undoPlan, { outcome: 'undone', verdicts: [verdict] })] });
  const text = tell({ kind: 'undo', plan: undoPlan, ...going, mode: 'replay', facts: recorded });
  expect(text).toMatch(/^PLAN .* It is done; nothing runs again\.$/m);
  expect(text).toMatch(/^DID {4}undo {5}all is back$/m);
  expect(text).not.toMatch(/^(WILL|FAILS|DO) /m);
});

test('a lease that is taken over is said', () => {
  const text = tell({
    kind: 'plan',
    plan: planned,
    target: target(),
    ...going,
    mode: 'resume',
    takesOver: true,
  });
  expect(text).toContain(
    'It was begun and goes on where it was cut off. The lease of another is taken over.',
  );
  expect(text).toMatch(/^DO {5}\.\/rollback recover {2}= {2}pulumi up$/m);
});

test('a plan that awaits consent is shown as it would be, with each risk, before the refusal', () => {
  const refusal = {
    code: 'consent.needed' as const,
    what: 'it has a risk',
    next: './rollback up r-12345678',
  };
  const proposed = { ...planned, notes: ['worker stays as it is'] };
  const text = tell({ kind: 'refused', refusal, proposed, target: target(), ...seen });
  expect(block(text)).toBe(
    `
PLAN   r-12345678, attempt 1. It awaits your consent.
  from 3333333 v3 "Release 3"
  to   2222222 v2 "Release 2"; ran 1 day; images present
  undoes 1 commit, 1 file changed
    3333333 Release 3
WOULD  prepare  pin 4 images, at most 900 s
       revert   stash docker-compose.production.yml; check out 2222222, at most 60 s
       restart  recreate backend (its image changes), one at a time, at most 180 s, longer only where a health check allows it
       verify   commit, images, health, database, links, probes: at least 9 checks, at most 60 s a check
RISK   ! ${planned.risks[0]?.what}
NOTE   worker stays as it is
REFUSE ${refusal.what}
DO     ./rollback up r-12345678
Nothing has been touched.`.trimStart(),
  );
  const undo = tell({ kind: 'refused', refusal, proposed: undoPlan, ...seen });
  expect(undo).toMatch(/^PLAN .*, takes r-\w+ back\. It awaits your consent\.$/m);
  expect(undo).toMatch(/^WOULD {2}undo {5}back to 3333333/m);
});

const hold = { id: 'r-12345678', since: '2026-11-22T03:00:05Z', operator: 'ann', reason: '' };
test.each<[string, Partial<Facts>, RegExp | undefined]>([
  ['nobody at work, nothing held', {}, undefined],
  [
    'somebody at work',
    lease(),
    /^LEASE {2}bob is at work on r-\w+ \(restart\) until 2026-11-22T03:05:00\.000Z$/m,
  ],
  ['a lease that ran out', { ...lease({ until: '2026-11-22T03:00:00.000Z' }), journalHead: 'a' }, undefined],
  [
    'a release that is held',
    { holds: [{ ...hold, mode: 'release', commit: commit(3) }], journalHead: 'a' },
    /^HOLD {3}3333333 v3 "Release 3" is refused by the deploy script since 2026-11-22T03:00:05Z, by ann; \.\/rollback release r-12345678$/m,
  ],
  [
    'all deployments held',
    { holds: [{ ...hold, mode: 'all', commit: '' }], journalHead: 'a' },
    /^HOLD {3}every deployment is refused/m,
  ],
  ['a journal that is lost', { rollbackDirectories: ['r-12345678'] }, /^LOST {3}.*r-12345678/m],
])('what stands from earlier is told: %s', (_, more, line) => {
  const stands = facts(more);
  const text = tell({ kind: 'healthy', facts: stands, diagnosis: seen.diagnosis });
  if (line) expect(text).toMatch(line);
  else expect(text).not.toMatch(/^(LEASE|HOLD|LOST)/m);
});

test('progress tells each state once, as it comes to an end', () => {
  const news = progress(settings());
  const memory = (count: number, mode: 'fresh' | 'replay' = 'fresh'): LifecycleContext => ({
    request: REQUEST,
    decision: { kind: 'plan', mode, plan: planned, ...seen },
    verdicts: VERDICTS.slice(0, count),
  });
  expect(news({ ...memory(0) })).toEqual([]);
  expect(news(memory(1))).toEqual(['done  prepare  1.5 s  prepare went well']);
  expect(news(memory(1))).toEqual([]);
  expect(news(memory(3))).toEqual([
    'done  revert   1.5 s  revert went well',
    'done  restart  1.5 s  restart went well',
  ]);
  const bad = { ...memory(3), verdicts: VERDICTS.map((one) => ({ ...one, ok: false })) };
  expect(news(bad)).toEqual(['FAILED  verify   1.5 s  verify went well']);
  expect(progress(settings())(memory(4, 'replay'))).toEqual([]);
  const undone: Verdict[] = [{ step: 'undo', ok: true, summary: 'all is back', started: '', seconds: 4 }];
  const undo = (mode: 'fresh' | 'replay'): LifecycleContext => ({
    request: { ...REQUEST, undo: plan().id },
    decision: { kind: 'undo', plan: undoPlan, ...going, mode },
    verdicts: undone,
  });
  expect(progress(settings())(undo('fresh'))).toEqual(['done  undo     4.0 s  all is back']);
  expect(progress(settings())(undo('replay'))).toEqual([]);
});

test('progress tells which step begins, once, and in how long at most it is over', () => {
  const news = progress(settings());
  const memory = (count: number): LifecycleContext => ({
    request: REQUEST,
    decision: { kind: 'plan', mode: 'fresh', plan: planned, ...seen },
    verdicts: VERDICTS.slice(0, count),
  });
  expect(news(memory(0), stepIn('detect'))).toEqual([]);
  expect(news(memory(0), stepIn('prepare'))).toEqual(['now   prepare  at most 900 s']);
  expect(news(memory(0), stepIn('prepare'))).toEqual([]);
  expect(news(memory(1), stepIn({ change: 'revert' }))).toEqual([
    'done  prepare  1.5 s  prepare went well',
    'now   revert   at most 60 s',
  ]);
  expect(news(memory(2), stepIn('recovered'))).toEqual(['done  revert   1.5 s  revert went well']);
});

test('a step that is on record does not begin when the rollback goes on; verify looks anew', () => {
  const mode = 'resume' as const;
  const open = attempt(planned, { verdicts: VERDICTS.slice(0, 3) });
  const going = { kind: 'plan' as const, mode, plan: planned, ...seen, facts: facts({ attempts: [open] }) };
  const memory: LifecycleContext = { request: REQUEST, decision: going, verdicts: [] };
  const begins = (step: 'prepare' | 'restart' | 'verify', given = memory) =>
    progress(settings())(given, step).length > 0;
  expect([begins('prepare'), begins('restart'), begins('verify')]).toEqual([false, false, true]);
  const resumed = { restart: ['backend'], othersStay: false, verify: true };
  expect(begins('restart', { ...memory, decision: { ...going, resumed } })).toBe(true);
});

test('what tells a cause further up in the log of a failed step is shown before its end', () => {
  const noise = Array.from({ length: 9 }, (_, n) => `line ${n}`);
  const warning =
    'time="2026-11-22" level=warning msg="The \\"APP_KEY\\" variable is not set. Defaulting to a blank string."';
  const log = ['web starts', warning, 'APP_KEY is empty', warning, ...noise].join('\n');
  const [prepare] = VERDICTS.map((one) => ({ ...one, ok: false, log }));
  if (!prepare) throw new Error('no verdict');
  const decision = { kind: 'plan', mode: 'fresh', plan: planned, ...seen } as const;
  const [, ...shown] = progress(settings())({ request: REQUEST, decision, verdicts: [prepare] });
  expect(shown.slice(0, -1).map((line) => line.trim())).toEqual([
    warning,
    'APP_KEY is empty',
    ...noise.slice(1),
  ]);
});

test('a failed step tells the end of its log, and where the whole of it is', () => {
  const log = `${Array.from({ length: 10 }, (_, n) => `line ${n}`).join('\n')}\n`;
  const [prepare] = VERDICTS.map((one) => ({ ...one, ok: false, log }));
  const memory = (verdict: Verdict): LifecycleContext => ({
    request: REQUEST,
    decision: { kind: 'plan', mode: 'fresh', plan: planned, ...seen },
    verdicts: [verdict],
  });
  const there = settings({ deployment: '{"stateDirectory":"/srv/state"}' });
  expect(prepare && progress(there)(memory(prepare))).toEqual([
    'FAILED  prepare  1.5 s  prepare went well',
    ...[2, 3, 4, 5, 6, 7, 8, 9].map((n) => `        line ${n}`),
    '        whole log: /srv/state/r-12345678/prepare.log',
  ]);
});
