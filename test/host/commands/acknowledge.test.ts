import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJournal } from '../../../audit/journal/attempts';
import { JournalError } from '../../../audit/journal/hashChain';
import { plan } from '../../fixtures';
import { Site } from '../../support/host/host';

let site: Site;
beforeEach(async () => {
  site = new Site();
  site.release('v1', { 'a file': 'one\n' });
  await site.open({ PLAN: JSON.stringify(plan()), REQUEST: '{"commit":"previous","scenario":"auto"}' });
  await site.step('revert', {}, {}, "fail revert.failed 'no luck'");
  await site.close('undone');
});
afterEach(() => site.remove());

const journal = () => join(site.state, 'journal.jsonl');
const text = () => readFileSync(journal());
const alter = () => writeFileSync(journal(), text().toString().replace('no luck', 'bad luck'));
const tampering = () => {
  try {
    readJournal(text());
  } catch (error) {
    if (error instanceof JournalError) return error.tampered;
  }
  throw new Error('the journal was taken as it is');
};
const acknowledge = (values: Record<string, string> = {}) => {
  const { lines, sha256 } = tampering();
  return site.ask('commands/acknowledge', {
    LINES: String(lines),
    SHA256: sha256,
    OPERATOR: 'ann',
    ...values,
  });
};

test('what the reader names is accepted, and the journal is read and goes on', async () => {
  alter();
  expect(tampering()).toMatchObject({ line: 4, lines: 4 });
  expect(await acknowledge()).toEqual({
    ok: true,
    summary: expect.stringMatching(/ 4 /),
  });
  expect(site.journal().at(-1)).toMatchObject({
    type: 'acknowledge',
    rollback: '-',
    operator: 'ann',
    lines: 4,
  });
  expect(readJournal(text()).attempts).toMatchObject([{ outcome: 'undone' }]);
  expect(await site.open({ ROLLBACK: 'r-2' })).toMatchObject({ ok: true });
});

test('bytes that are no UTF-8 and lines that are no JSON are accepted as well', async () => {
  alter();
  appendFileSync(journal(), Buffer.from([0xff, 0x00, 0xfe, 0x0a]));
  expect(await acknowledge()).toMatchObject({ ok: true });
  expect(readJournal(text()).attempts).toHaveLength(1);
});

test('what has changed since it was looked at is not accepted', async () => {
  alter();
  const { lines, sha256 } = tampering();
  const before = text().toString().replace('bad luck', 'worse');
  writeFileSync(journal(), before);
  const values = { LINES: String(lines), SHA256: sha256 };
  const refusal = { ok: false, code: 'journal.changed' };
  expect(await acknowledge(values)).toMatchObject(refusal);
  expect(await acknowledge({ LINES: '9' })).toMatchObject(refusal);
  expect(text().toString()).toBe(before);
});

test('accepting twice writes one line', async () => {
  alter();
  const { lines, sha256 } = tampering();
  const again = { LINES: String(lines), SHA256: sha256, OPERATOR: 'ann' };
  await site.ask('commands/acknowledge', again);
  expect(await site.ask('commands/acknowledge', again)).toEqual({
    ok: true,
    summary: 'acknowledged already',
  });
  expect(site.journal()).toHaveLength(5);
});

test('lines that came after the look do not stand in the way', async () => {
  alter();
  const { lines, sha256 } = tampering();
  await site.open({
    ROLLBACK: 'r-2',
    PLAN: JSON.stringify(plan({ attempt: 2 })),
    REQUEST: '{"commit":"v1","scenario":"code"}',
  });
  expect(
    await site.ask('commands/acknowledge', { LINES: String(lines), SHA256: sha256, OPERATOR: 'ann' }),
  ).toMatchObject({ ok: true });
  expect(readJournal(text()).attempts).toHaveLength(2);
});

test('nonsense and a missing journal are refused', async () => {
  const sha256 = createHash('sha256').update('').digest('hex');
  const ask = (LINES: string, SHA256: string) =>
    site.ask('commands/acknowledge', { LINES, SHA256, OPERATOR: 'ann' });
  const none = { ok: false, code: 'acknowledge.no-lines' };
  expect(await ask('0', sha256)).toMatchObject({ ...none, summary: expect.stringContaining(`0, ${sha256}`) });
  expect(await ask('$(id)', 'x')).toMatchObject({ ...none, summary: expect.stringContaining('$(id), x') });
  rmSync(journal());
  expect(await ask('1', sha256)).toMatchObject({
    ...{ ok: false, code: 'journal.missing' },
    summary: expect.stringContaining(journal()),
  });
});
