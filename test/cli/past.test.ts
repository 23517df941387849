import { history } from '../../cli/commands/history';
import { report } from '../../cli/commands/report';
import { auditEntry } from '../../audit/outputs';
import { journalOf, opened, wholeJournal } from '../audit/journal';
import { attempt, plan } from '../fixtures';
import { Desk } from './desk';

const desk = new Desk();
const { door, engine } = desk;
beforeEach(() => desk.clear());
afterAll(() => desk.remove());

const thePlan = plan();

describe('history', () => {
  const stored = auditEntry(attempt(thePlan, { reason: 'it broke', outcome: 'recovered' }));
  const inStack = {
    'stack output': { stdout: JSON.stringify({ audit: { newest: [stored], total: 3, head: '' } }) },
  };
  const altered = wholeJournal(thePlan).replace('prepare went well', 'prepare went so');

  test('shows what the journal has, a row a rollback, whatever the stack knows', () => {
    const next = { ...thePlan, id: 'r-00c0ffee' };
    const before = wholeJournal(thePlan);
    desk.journal(before + journalOf(next.id, [opened(next)], before.trimEnd().split('\n').at(-1)));
    engine.answers(inStack);
    expect(history(door)).toBe(0);
    expect(desk.read()).toBe(
      `ID          WHEN (UTC)        OUTCOME   WHAT, BY WHOM AND WHY
r-00c0ffee  2026-11-22 03:00  open      code 3333333 -> 2222222  ann: it "broke"
${thePlan.id}  2026-11-22 03:00  recovered code 3333333 -> 2222222  ann: it "broke"
`,
    );
    expect(engine.typed()).toEqual([]);
  });

  test.each([
    ['is gone', undefined, 'the journal of this host has none'],
    ['was altered', altered, `${desk.host}/journal.jsonl cannot be relied on: `],
  ])('of a journal that %s says so, and shows what the stack has', (_, journal, words) => {
    if (journal) desk.journal(journal);
    engine.answers(inStack);
    expect(history(door)).toBe(0);
    const text = desk.read();
    expect(text).toContain(words);
    expect(text.slice(text.indexOf('From the stack'))).toBe(
      `From the stack, as its last update has left it:
ID          WHEN (UTC)        OUTCOME   WHAT, BY WHOM AND WHY
${thePlan.id}  2026-11-22 03:00  recovered code 3333333 -> 2222222  tester: it broke
and 2 older: only the journal has them
`,
    );
  });

  test('of a journal that was altered names the line to type', () => {
    engine.answers({ 'stack output': { stdout: '{}' } });
    desk.journal(altered);
    expect(() => history(door)).toThrow(/\nDO {5}pulumi up -c confirm=r-[0-9a-f]{8}$/);
  });

  test('says so where there was none', () => {
    engine.answers({ 'stack output': { stdout: '{}' } });
    expect(history(door)).toBe(0);
    expect(desk.read()).toContain('no rollback has been made on this host');
  });
});

describe('report', () => {
  test('tells the newest rollback in full: request, plan, steps, evidence, end', () => {
    engine.answers({
      'stack output': { stdout: JSON.stringify({ plan: { id: thePlan.id }, next: 'mend v3' }) },
    });
    desk.journal(wholeJournal(thePlan));
    expect(report(door)).toBe(0);
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

  test('tells an attempt that is still open, and how to go on', () => {
    engine.answers({ 'stack output': { stdout: '{}' } });
    desk.journal(journalOf(thePlan.id, [opened(thePlan)]));
    expect(report(door, thePlan.id)).toBe(0);
    expect(desk.read()).toMatch(/: open\n[^]*DID {4}nothing yet[^]*END {4}.*\.\/rollback recover/);
  });

  test('of an unknown rollback names those that are known', () => {
    desk.journal(wholeJournal(thePlan));
    engine.answers({ 'stack output': { stdout: '{}' } });
    expect(() => report(door, 'r-00000000')).toThrow(`knows no rollback r-00000000; it has ${thePlan.id}`);
  });

  test('of a journal that was altered names the line', () => {
    engine.answers({ 'stack output': { stdout: '{}' } });
    desk.journal(wholeJournal(thePlan).replace('prepare went well', 'prepare went so'));
    expect(() => report(door)).toThrow(
      /journal.jsonl cannot be relied on: line \d+ of the journal does not follow[^]*\nDO {5}pulumi up -c confirm=r-[0-9a-f]{8}$/,
    );
  });

  test('of a journal that a newer version has written says what helps, and not how to accept it', () => {
    engine.answers({ 'stack output': { stdout: '{}' } });
    desk.journal(`${JSON.stringify({ v: 2, before: null })}\n`);
    expect(() => report(door)).toThrow(/has format 2, which a newer version [^]*\nDO {5}update this tool/);
  });

  test('shows what strangers wrote for what it is', () => {
    engine.answers({ 'stack output': { stdout: '{}' } });
    const made = attempt(thePlan, { reason: 'so\nEND    well \u001b[31m\u202e <{%fg 1%}>' });
    desk.journal(journalOf(thePlan.id, [{ ...opened(thePlan), reason: made.reason }]));
    expect(report(door)).toBe(0);
    expect(desk.read()).toContain('REASON so\\nEND    well \\x1b[31m\\u202e <\\x7b%fg 1%}>\n');
  });
});
