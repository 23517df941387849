import { history } from '../../../cli/commands/history';
import { report } from '../../../cli/commands/report';
import { auditEntry } from '../../../audit/auditEntry';
import { journalOf, noted, opened, VERDICTS, wholeJournal } from '../../audit/journal/lines';
import { attempt, plan } from '../../fixtures';
import { aStop, Desk } from '../desk';
import { schema } from '../report/schema';

const desk = new Desk();
const { session, engine } = desk;
beforeEach(() => desk.clear());
afterAll(() => desk.remove());

const thePlan = plan();

describe('history', () => {
  const stored = auditEntry(attempt(thePlan, { reason: 'it broke', outcome: 'recovered' }));
  const inStack = {
    'stack output': { stdout: JSON.stringify({ audit: { newest: [stored], total: 3, head: '' } }) },
  };
  const altered = wholeJournal(thePlan).replace('prepare went well', 'prepare went so');

  test('shows what the journal has, a row a rollback, whatever the stack knows', async () => {
    const next = { ...thePlan, id: 'r-00c0ffee' };
    const before = wholeJournal(thePlan);
    desk.journal(before + journalOf(next.id, [opened(next)], before.trimEnd().split('\n').at(-1)));
    engine.answers(inStack);
    expect(await history(session)).toBe(0);
    expect(desk.read()).toBe(
      `ID          WHEN (UTC)        OUTCOME   WHAT, BY WHOM AND WHY
r-00c0ffee  2026-11-22 03:00  open      code 3333333 -> 2222222  ann: it "broke"
${thePlan.id}  2026-11-22 03:00  recovered code 3333333 -> 2222222  ann: it "broke"
`,
    );
    expect(engine.typed()).toEqual([]);
  });

  test.each([
    ['is gone', undefined, 'journal'],
    ['was altered', altered, `${desk.host}/journal.jsonl `],
  ])('of a journal that %s says so, and shows what the stack has', async (_, journal, fact) => {
    if (journal) desk.journal(journal);
    engine.answers(inStack);
    expect(await history(session)).toBe(0);
    const text = desk.read();
    const stack = text.indexOf('From the stack');
    expect(text.slice(0, stack)).toContain(fact);
    expect(text.slice(stack)).toBe(
      `From the stack, as its last update has left it:
ID          WHEN (UTC)        OUTCOME   WHAT, BY WHOM AND WHY
${thePlan.id}  2026-11-22 03:00  recovered code 3333333 -> 2222222  tester: it broke
and 2 older: only the journal has them
`,
    );
  });

  test('of a journal that was altered names the line to type', async () => {
    engine.answers({ 'stack output': { stdout: '{}' } });
    desk.journal(altered);
    await expect(history(session)).rejects.toThrow(
      aStop('journal.altered', /\nDO {5}pulumi up -c confirm=r-[0-9a-f]{8}$/),
    );
  });

  test('says so where there was none', async () => {
    engine.answers({ 'stack output': { stdout: '{}' } });
    expect(await history(session)).toBe(0);
    expect(desk.read()).toMatch(/^\$ pulumi stack output audit\n(?!ID ).+\n$/);
  });
});

describe('history --json', () => {
  const stored = auditEntry(attempt(thePlan, { reason: 'it broke', outcome: 'recovered' }));
  const answer = () => schema('history').parse(desk.answers[0]);

  test('has what the journal has, newest first, and the rows go to standard error', async () => {
    const next = { ...thePlan, id: 'r-00c0ffee' };
    const before = wholeJournal(thePlan);
    desk.journal(before + journalOf(next.id, [opened(next)], before.trimEnd().split('\n').at(-1)));
    expect(await history(desk.json)).toBe(0);
    expect(desk.read()).toMatch(/^ID .*\nr-00c0ffee .*\nr-/);
    expect(desk.answers).toHaveLength(1);
    expect(answer()).toMatchObject({
      ...{ v: 1, source: 'journal', problem: null, total: 2 },
      rollbacks: [
        { id: next.id, outcome: 'open', code: 'end.open', closed: '' },
        { id: thePlan.id, outcome: 'recovered', code: 'end.recovered', from: thePlan.from.commit },
      ],
    });
  });

  test.each([
    ['is gone', undefined, null],
    [
      'was altered',
      wholeJournal(thePlan).replace('prepare went', 'prepare goes'),
      { code: 'journal.altered' },
    ],
  ])('of a journal that %s has what the stack has, and why', async (_, journal, problem) => {
    if (journal) desk.journal(journal);
    const audit = { newest: [stored], total: 3, head: '' };
    engine.answers({ 'stack output': { stdout: JSON.stringify({ audit }) } });
    expect(await history(desk.json)).toBe(0);
    expect(answer()).toMatchObject({
      ...{ source: 'stack', problem, total: 3 },
      rollbacks: [{ ...stored, code: 'end.recovered' }],
    });
  });

  test('where there was none, has none', async () => {
    engine.answers({ 'stack output': { stdout: '{}' } });
    expect(await history(desk.json)).toBe(0);
    expect(answer()).toEqual({ v: 1, source: 'journal', problem: null, total: 0, rollbacks: [] });
  });
});

describe('report --json', () => {
  const answer = () => schema('report').parse(desk.answers[0]);

  test('has the newest rollback in full', async () => {
    const outputs = { plan: { id: thePlan.id }, next: 'mend v3' };
    engine.answers({ 'stack output': { stdout: JSON.stringify(outputs) } });
    desk.journal(wholeJournal(thePlan));
    expect(await report(desk.json)).toBe(0);
    expect(desk.read()).toContain('DO     mend v3');
    expect(answer()).toMatchObject({
      v: 1,
      rollback: { id: thePlan.id, outcome: 'recovered', code: 'end.recovered', downtimeSeconds: 2.5 },
      request: { commit: 'previous', scenario: 'auto' },
      plan: { id: thePlan.id, from: thePlan.from, to: thePlan.to, steps: thePlan.steps },
      timeline: VERDICTS.map(({ step, summary }) => ({ state: step, ok: true, verdict: summary })),
      checks: [{ code: 'check.commit', name: 'commit', ok: true }, { code: 'check.database-read' }],
      notes: [],
      next: 'mend v3',
    });
  });

  test('of one that is open, and not the last, says what is known of it', async () => {
    engine.answers({ 'stack output': { stdout: '{}' } });
    desk.journal(journalOf(thePlan.id, [opened(thePlan), noted('a lock was moved aside')]));
    expect(await report(desk.json, thePlan.id)).toBe(0);
    expect(answer()).toMatchObject({
      rollback: { outcome: 'open', code: 'end.open', closed: '' },
      timeline: [],
      notes: [{ code: expect.stringMatching(/^note\./) as string, what: 'a lock was moved aside' }],
      next: null,
    });
  });
});

describe('report', () => {
  test('tells the newest rollback in full: request, plan, steps, evidence, end', async () => {
    engine.answers({
      'stack output': { stdout: JSON.stringify({ plan: { id: thePlan.id }, next: 'mend v3' }) },
    });
    desk.journal(wholeJournal(thePlan));
    expect(await report(session)).toBe(0);
    const text = desk.read();
    for (const part of [
      `ROLLBACK ${thePlan.id}, attempt 1: recovered`,
      'BY     ann',
      'REASON it "broke"',
      'ASKED  commit previous, scenario auto',
      `  from ${'3'.repeat(40)} v3 "Release 3"`,
      'done  restart  1.5 s  restart went well',
      'CHECKS ok     commit: seen',
      'DOWN   2.5 s',
      'END    so it ended',
      'DO     mend v3',
    ])
      expect(text).toContain(part);
  });

  test('tells an attempt that is still open, and how to go on', async () => {
    engine.answers({ 'stack output': { stdout: '{}' } });
    desk.journal(journalOf(thePlan.id, [opened(thePlan)]));
    expect(await report(session, thePlan.id)).toBe(0);
    expect(desk.read()).toMatch(/: open\n[^]*DID {4}nothing yet[^]*END {4}.*\.\/rollback recover/);
  });

  test('of an unknown rollback names those that are known', async () => {
    desk.journal(wholeJournal(thePlan));
    engine.answers({ 'stack output': { stdout: '{}' } });
    await expect(report(session, 'r-00000000')).rejects.toThrow(
      aStop('rollback.unknown', new RegExp(`^${desk.host}/journal\\.jsonl .*r-00000000.*${thePlan.id}`)),
    );
  });

  test('where there was no rollback names the journal that has none', async () => {
    engine.answers({ 'stack output': { stdout: '{}' } });
    await expect(report(session)).rejects.toThrow(
      aStop('rollback.unknown', new RegExp(`: ${desk.host}/journal\\.jsonl `)),
    );
  });

  test('of a journal that was altered names the file, its line and the line to type', async () => {
    engine.answers({ 'stack output': { stdout: '{}' } });
    desk.journal(wholeJournal(thePlan).replace('prepare went well', 'prepare went so'));
    await expect(report(session)).rejects.toThrow(
      aStop(
        'journal.altered',
        /^\S+\/journal\.jsonl .* line \d+ [^]*\nDO {5}pulumi up -c confirm=r-[0-9a-f]{8}$/,
      ),
    );
  });

  test('of a journal of a newer version names the format, and no line to type that would accept it', async () => {
    engine.answers({ 'stack output': { stdout: '{}' } });
    desk.journal(`${JSON.stringify({ v: 2, before: null })}\n`);
    await expect(report(session)).rejects.toThrow(
      aStop('journal.newer', /^\S+\/journal\.jsonl .* line 1 .* 2\b[^]*\nDO {5}(?![^]*confirm)./),
    );
  });

  test('shows what strangers wrote for what it is', async () => {
    engine.answers({ 'stack output': { stdout: '{}' } });
    const made = attempt(thePlan, { reason: 'so\nEND    well \u001b[31m\u202e <{%fg 1%}>' });
    desk.journal(journalOf(thePlan.id, [{ ...opened(thePlan), reason: made.reason }]));
    expect(await report(session)).toBe(0);
    expect(desk.read()).toContain('REASON so\\nEND    well \\x1b[31m\\u202e <\\x7b%fg 1%}>\n');
  });
});
