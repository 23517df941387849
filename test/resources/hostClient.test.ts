import type { Plan } from '../../machines/model/plan';
import type { End } from '../../machines/model/vocabulary';
import { Host } from '../../resources/hostClient';
import type { Transport } from '../../resources/transport';
import { HOLDER, plan, restartPlan, saying, settings } from '../fixtures';
import { wholeJournal } from '../audit/journal/lines';

/** A host on which every script prints this. */
const host = (printed: string) => {
  const transport = { run: () => Promise.resolve(printed) } as unknown as Transport;
  return new Host(transport, settings(), 'organization/chronos-rollback/production');
};
const fact = (name: string, text: string) => `${name} ${Buffer.from(text).toString('base64')}\n`;

test('facts come with the attempts of the journal', async () => {
  const facts = await host(fact('journal.jsonl', wholeJournal(plan()))).facts();
  expect(facts.attempts).toHaveLength(1);
  expect(facts).not.toHaveProperty('journalError');
});

test('a journal that cannot be read leaves the other facts readable, and says which line', async () => {
  const journal = wholeJournal(plan()).replace('"from":', '"form":');
  const facts = await host(fact('projects', 'chronos') + fact('journal.jsonl', journal)).facts();
  expect(facts).toMatchObject({
    projects: ['chronos'],
    attempts: [],
    journalError: saying('line 1 ', '"plan.from"'),
  });
});

test('opening gives the answer of the host', async () => {
  const answer = { ok: false, summary: 'HEAD moved', code: 'plan.outdated' };
  expect(await host(`${JSON.stringify(answer)}\n`).open(plan())).toEqual(answer);
});

test.each([
  ['', ': (nothing)'],
  ['bash: no such file', ': bash: no such file'],
  ['{"ok":"yes","summary":""}', ': {"ok":"yes"'],
])('an answer that is none is shown: %j', async (printed, message) => {
  await expect(host(printed).open(plan())).rejects.toThrow(message);
});

/** The values that a script was given, by name. */
async function sent(work: (host: Host) => Promise<unknown>, raw: Record<string, string> = {}) {
  let script = '';
  const run = (text: string) => {
    script = text;
    return Promise.resolve(text.includes('OUTCOME=') ? '' : '{"ok":true,"summary":""}');
  };
  await work(new Host({ run } as unknown as Transport, settings(raw), HOLDER));
  const values = script.matchAll(/^([A-Z_0-9]+)=('[^']*'|\S*)$/gm);
  return Object.fromEntries([...values].map(([, name, value = '']) => [name, value.replaceAll("'", '')]));
}

const lease = {
  rollback: plan().id,
  holder: 'o/p/theirs',
  user: 'bob',
  since: '2026-11-22T03:00:00.000Z',
  state: 'restart',
  until: '2026-11-22T03:05:00.000Z',
};

test('opening tells holder, consent, takeover and the deadline of each step', async () => {
  const values = await sent((host) => host.open(plan(), lease), {
    confirm: 'r-12345678',
    timeouts: '{"undo":5}',
  });
  expect(values).toMatchObject({
    ROLLBACK: plan().id,
    FROM: plan().from.commit,
    HOLDER,
    OPERATOR: 'tester',
    CONFIRM: 'r-12345678',
    TAKE_OVER: 'o/p/theirs\n2026-11-22T03:00:00.000Z',
    DEADLINES: 'prepare=900\nstop=180\nrestore=600\nrevert=60\nrestart=180\nverify=60\nundo=5',
  });
  expect(await sent((host) => host.open(plan()))).toMatchObject({ TAKE_OVER: '', CONFIRM: '' });
});

const undoPlan: Plan = { ...plan(), id: 'r-00000001', action: 'undo', of: plan().id };
test.each<[string, Plan, End, Record<string, string>, object]>([
  [
    'recovered: the release that was left',
    plan(),
    'recovered',
    {},
    { HOLD: 'release', HOLD_COMMIT: plan().from.commit, RELEASE: '' },
  ],
  ['degraded: likewise', plan(), 'degraded', {}, { HOLD: 'release', HOLD_COMMIT: plan().from.commit }],
  ['recovered, all asked for', plan(), 'recovered', { hold: 'all' }, { HOLD: 'all' }],
  ['recovered, none asked for', plan(), 'recovered', { hold: 'none' }, { HOLD: 'none' }],
  ['undone by itself', plan(), 'undone', { hold: 'all' }, { HOLD: 'none', RELEASE: plan().id }],
  ['stranded', plan(), 'stranded', { hold: 'all' }, { HOLD: 'none', RELEASE: '' }],
  [
    'a restart: it left no release',
    restartPlan(['backend']),
    'recovered',
    {},
    { HOLD: 'none', HOLD_COMMIT: '' },
  ],
  [
    'a release that is only verified again is left by nobody, and never held',
    { ...plan(), to: plan().from },
    'recovered',
    {},
    { HOLD: 'none', HOLD_COMMIT: '' },
  ],
  [
    'an undo: it releases the hold of what it took back',
    undoPlan,
    'undone',
    {},
    { HOLD: 'none', RELEASE: plan().id },
  ],
  ['an undo that stranded keeps that hold', undoPlan, 'stranded', {}, { HOLD: 'none', RELEASE: '' }],
])('what the deploy script is to refuse after %s', async (_, of, end, raw, expected) => {
  expect(
    await sent(
      (host) =>
        host.close(
          of,
          { end, summary: 'so', code: 'end.so' },
          { oldPins: ['a:1', 'b:2'], steps: ['revert', 'verify'] },
        ),
      raw,
    ),
  ).toMatchObject({
    OUTCOME: end,
    CODE: 'end.so',
    OLD_PINS: 'a:1 b:2',
    STEPS: 'revert verify',
    ...expected,
  });
});

test.each([
  [
    'with its code',
    '{"ok":false,"summary":"it is not undone","code":"close.step-missing"}\n',
    'close.step-missing',
  ],
  ['without one', '{"ok":false,"summary":"it is not undone"}', 'close.failed'],
])('a host that does not close an attempt is believed, %s', async (_, printed, code) => {
  const closed = host(printed).close(
    plan(),
    { end: 'undone', summary: 'so', code: 'end.undone' },
    { oldPins: [], steps: ['undo'] },
  );
  await expect(closed).rejects.toMatchObject({ name: 'NotClosed', message: 'it is not undone', code });
});

test('acknowledging names how many lines there are, and their checksum', async () => {
  const values = await sent((host) => host.acknowledge({ line: 3, lines: 9, sha256: 'a'.repeat(64) }));
  expect(values).toMatchObject({ LINES: '9', SHA256: 'a'.repeat(64), OPERATOR: 'tester' });
});
