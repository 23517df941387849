import { proposalLines } from '../../../audit/text/planSection';
import type { Closing } from '../../../machines/lifecycle/closing';
import type { Plan } from '../../../machines/model/plan';
import { refuse } from '../../../machines/model/refusal';
import { DeploymentHost } from '../../../resources/host/deploymentHost';
import { HostClient } from '../../../resources/host/hostClient';
import { checkpointFile } from '../../../resources/script/checkpointFile';
import { checkpointVariables } from '../../../resources/script/deploymentVariables';
import { commit, HOLDER, plan, saying, settings, undoOfPlan } from '../../fixtures';
import { wholeJournal } from '../../audit/journal/lines';

const record = JSON.stringify({ at: '2026-11-20T02:00:00Z', commit: commit(2), images: {}, number: 7 });

/** A host on which every script prints this. */
const host = (printed: string) => {
  const transport = { run: () => Promise.resolve(printed) };
  return new DeploymentHost(
    new HostClient(transport),
    settings(),
    'organization/chronos-rollback/production',
  );
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

test('an installed checkpoint is stale where another would be installed now, and a number names its release', async () => {
  const lines = [fact('projects', 'chronos'), fact('deployments.jsonl', record)].join('');
  const at = async (digest: string, raw: Record<string, string> = {}) => {
    const run = () => Promise.resolve(lines + (digest && fact('checkpoint', `${digest}\n`)));
    return new DeploymentHost(new HostClient({ run }), settings(raw), HOLDER).facts();
  };
  const { digest } = checkpointFile(checkpointVariables(settings(), 'chronos'), '1.0.0');
  expect([(await at('')).checkpoint, (await at(digest)).checkpoint, (await at('0')).checkpoint]).toEqual([
    undefined,
    'current',
    'stale',
  ]);
  expect((await at('', { commit: '#7' })).wanted).toEqual({ commit: commit(2), remote: false });
  expect((await at('', { commit: '#8' })).wanted).toEqual({ remote: false });
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
async function sent(work: (host: DeploymentHost) => Promise<unknown>, raw: Record<string, string> = {}) {
  let script = '';
  const run = (text: string) => {
    script = text;
    return Promise.resolve(text.includes('OUTCOME=') ? '' : '{"ok":true,"summary":""}');
  };
  await work(new DeploymentHost(new HostClient({ run }), settings(raw), HOLDER));
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

test('looking tells where state directories lie: while the project is not known, its own is not', async () => {
  const { STATE, STATES } = await sent((host) => host.facts());
  expect({ STATE, STATES }).toEqual({ STATE: '', STATES: '/var/lib/chronos-rollback' });
});

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

test('every script knows how often a health URL is called', async () => {
  expect(await sent((host) => host.open(plan()))).toMatchObject({ TRIES: '20' });
});

const CLOSING: Closing = {
  end: 'recovered',
  hold: { mode: 'release', commit: plan().from.commit, released: 'r-00000001' },
  oldPins: ['a:1', 'b:2'],
  steps: ['revert', 'verify'],
  changing: ['stop', 'undo'],
};

test('closing tells the end, why, the hold, the pins that go the steps that it rests on and their exception', async () => {
  const outcome = { summary: 'so', code: 'end.so' };
  expect(await sent((host) => host.close(plan(), CLOSING, outcome))).toMatchObject({
    OUTCOME: 'recovered',
    CODE: 'end.so',
    SUMMARY: 'so',
    HOLD: 'release',
    HOLD_COMMIT: plan().from.commit,
    RELEASE: 'r-00000001',
    OLD_PINS: 'a:1 b:2',
    STEPS: 'revert verify',
    CHANGING: 'stop undo',
  });
});

test.each([
  ['a rollback', plan(), plan().database?.oid],
  ['an undo', undoOfPlan(), ''],
])('opening %s tells which database must be live', async (_, of, oid) => {
  expect(await sent((host) => host.open(of))).toMatchObject({ LIVE_OID: oid });
});

test('opening tells the deadline of a checkout by script as a preview shows it', async () => {
  const scripted: Plan = { ...plan(), revertWith: 'script' };
  const { DEADLINES } = await sent((host) => host.open(scripted));
  expect(DEADLINES).toContain('revert=1140\n');
  const refusal = refuse('consent.needed', 'it waits', '');
  const shown = proposalLines(scripted, { kind: 'refused', refusal }, settings());
  expect(shown.filter((line) => line.endsWith(', at most 1140 s'))).toHaveLength(1);
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
    { ...CLOSING, end: 'undone', steps: ['undo'] },
    { summary: 'so', code: 'end.undone' },
  );
  await expect(closed).rejects.toMatchObject({ name: 'NotClosed', message: 'it is not undone', code });
});

test('acknowledging names how many lines there are, and their checksum', async () => {
  const values = await sent((host) => host.acknowledge({ line: 3, lines: 9, sha256: 'a'.repeat(64) }));
  expect(values).toMatchObject({ LINES: '9', SHA256: 'a'.repeat(64), OPERATOR: 'tester' });
});
