import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJournal } from '../../../audit/journal/attempts';
import { close } from '../../../cli/commands/close';
import type { Plan } from '../../../machines/model/plan';
import { makeUndoPlan } from '../../../machines/detect/plan/undoPlan';
import { begun, closed, ended, journalOf, opened, wholeJournal } from '../../audit/journal/lines';
import { inPlacePlan, swapped, store } from '../../backups';
import { attempt, commit, facts, LIVE_OID, plan } from '../../fixtures';
import { aStop, Desk } from '../desk';

const desk = new Desk({ project: 'chronos', databaseService: 'postgres' });
const { session } = desk;
beforeEach(() => desk.clear());
afterAll(() => desk.remove());

const old = inPlacePlan();
const ID = old.id;
const restored = [begun('restore'), ended(swapped({ oid: LIVE_OID }))];
const undo: Plan = makeUndoPlan(attempt(old), facts(), 1, [], store());
const after = (text: string, id: string, entries: Parameters<typeof journalOf>[1]) =>
  text + journalOf(id, entries, text.trimEnd().split('\n').at(-1));
const OPEN = journalOf(ID, [opened(old), begun('prepare')]);
const RECOVERED = journalOf(ID, [opened(old), ...restored, closed('recovered')]);
const journal = () => readJournal(desk.journalNow());
const lease = (until: string) =>
  writeFileSync(
    join(desk.host, 'lease'),
    `{"v":1,"rollback":"${ID}","holder":"h","user":"bob","since":"2026-11-22T02:59:00.000Z","state":"restore","until":"${until}"}\n`,
  );

test('one that is open is closed: who said so, its steps ended, no lease, and as of a format of its own', async () => {
  desk.journal(OPEN);
  lease('2020-01-01T00:00:00.000Z');
  expect(await close(session, ID, { as: 'undone', reason: 'by "hand"' })).toBe(0);
  expect(desk.read()).toMatch(new RegExp(`^done  .*\\b${ID} .* undone; \\S+/journal\\.jsonl `));
  const lines = desk
    .journalNow()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  expect(lines.slice(2)).toEqual([
    expect.objectContaining({ v: 1, type: 'end', step: 'prepare', ok: false }),
    expect.objectContaining({ v: 2, type: 'close', rollback: ID, outcome: 'undone', reason: 'by "hand"' }),
  ]);
  const [one] = journal().attempts;
  expect(one).toMatchObject({ outcome: 'undone', byHand: { operator: expect.any(String) as string } });
  expect(one?.summary).toMatch(/^undone: .*, by "hand"$/);
  expect(existsSync(join(desk.host, 'lease'))).toBe(false);
  await expect(close(session, ID, { as: 'undone' })).rejects.toThrow(
    aStop('rollback.closed', new RegExp(` ${ID} .* undone$`)),
  );
});

test('one that stays at its target holds the release that it left, as any other', async () => {
  desk.journal(journalOf(ID, [opened(old), ...restored, closed('stranded')]));
  expect(await close(session, ID, { as: 'degraded' })).toBe(0);
  expect(journal().attempts).toMatchObject([{ outcome: 'degraded', byHand: { before: 'stranded' } }]);
  expect(existsSync(join(desk.host, 'holds', ID))).toBe(true);
  expect(await close(session, ID, { as: 'undone' })).toBe(0);
  expect(journal().attempts).toMatchObject([{ outcome: 'undone', byHand: { before: 'degraded' } }]);
  expect(existsSync(join(desk.host, 'holds', ID))).toBe(false);
});

test('one that recovered is closed as undone and nothing else, and its hold is released', async () => {
  desk.journal(RECOVERED);
  mkdirSync(join(desk.host, 'holds'));
  writeFileSync(join(desk.host, 'holds', ID), `mode=release\ncommit=${commit(3)}\n`);
  await expect(close(session, ID, { as: 'degraded' })).rejects.toThrow(
    aStop('cli.usage', new RegExp(`^--as .* degraded; .* ${ID} .* undone$`)),
  );
  expect(await close(session, ID, { as: 'undone' })).toBe(0);
  expect(journal().attempts).toMatchObject([{ outcome: 'undone', byHand: { before: 'recovered' } }]);
  expect(existsSync(join(desk.host, 'holds', ID))).toBe(false);
});

test('of one whose undo is open that undo is closed, by either id', async () => {
  for (const id of [ID, undo.id]) {
    desk.journal(after(RECOVERED, undo.id, [opened(undo), begun('undo')]));
    expect(await close(session, id, { as: 'undone' })).toBe(0);
    expect(journal().attempts).toMatchObject([{ outcome: 'recovered' }, { outcome: 'undone', byHand: {} }]);
    await expect(close(session, ID, { as: 'undone' })).rejects.toThrow(
      aStop('rollback.closed', new RegExp(` ${ID} .* ${undo.id}$`)),
    );
  }
});

test.each([
  [
    'one that goes on by itself',
    journalOf(plan().id, [opened(plan())]),
    plan().id,
    'close.not-by-hand',
    `\nDO     ./rollback recover$`,
  ],
  [
    'one that is taken back by itself',
    wholeJournal(plan(), 'stranded'),
    plan().id,
    'close.not-by-hand',
    `\nDO     ./rollback$`,
  ],
  ['one that recovered and can be undone', wholeJournal(plan()), plan().id, 'rollback.closed', ' recovered$'],
  ['one that nobody knows', wholeJournal(plan()), 'r-00000000', 'rollback.unknown', '$'],
] as const)('%s is not closed', async (_, journal, id, code, end) => {
  desk.journal(journal);
  await expect(close(session, id, { as: 'undone' })).rejects.toThrow(
    aStop(code, new RegExp(` ${id}\\b[^]*${end}`)),
  );
  expect(desk.journalNow()).toBe(journal);
});

test('while somebody has the lease nothing is closed', async () => {
  desk.journal(OPEN);
  lease('2999-01-01T00:00:00.000Z');
  await expect(close(session, ID, { as: 'undone' })).rejects.toThrow(
    aStop('lease.held', new RegExp(` ${ID} .* h \\(bob\\) .* 2999-01-01T00:00:00.000Z$`)),
  );
  expect(desk.journalNow()).toBe(OPEN);
});

test('what an older version reads of such a line is that a newer one has written it', async () => {
  desk.journal(OPEN);
  await close(session, ID, { as: 'undone' });
  const last = desk.journalNow().trimEnd().split('\n').at(-1) ?? '';
  expect(last).toMatch(/^\{"v":2,"type":"close",/);
  const head = createHash('sha256').update(`${last}\n`).digest('hex');
  expect(journal().head).toBe(head);
});
