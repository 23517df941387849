import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJournal } from '../../../audit/journal/attempts';
import { release } from '../../../cli/commands/release';
import { commit, plan } from '../../fixtures';
import { wholeJournal } from '../../audit/journal/lines';
import { aStop, Desk } from '../desk';

// Which project it is nobody has said: where the state directory is known, Docker is not asked.
const desk = new Desk();
const { session } = desk;
const ID = plan().id;
const hold = join(desk.host, 'holds', ID);
beforeEach(() => {
  desk.clear();
  desk.configure({ operator: 'eve "the" operator' });
  desk.journal(wholeJournal(plan()));
});
afterAll(() => desk.remove());

test('a hold is released in the state directory that is configured, and who did is on record', async () => {
  mkdirSync(join(desk.host, 'holds'));
  writeFileSync(
    hold,
    `mode=release\ncommit=${commit(3)}\nsince=2026-11-22T03:00:00Z\noperator=ann\nreason=\n`,
  );
  expect(await release(session, ID)).toBe(0);
  expect(existsSync(hold)).toBe(false);
  expect(desk.read()).toMatch(new RegExp(`^\\$ rm ${hold}\ndone  .*${ID}`));
  expect(JSON.parse(desk.journalNow().trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
    ...{ type: 'release', rollback: ID, operator: 'eve "the" operator' },
  });
  expect(readJournal(desk.journalNow()).attempts).toHaveLength(1);
});

test('a hold that is not there is not released, and the journal stays as it is', async () => {
  const before = desk.journalNow();
  await expect(release(session, 'r-00000000')).rejects.toThrow(aStop('hold.unknown'));
  expect(desk.journalNow()).toBe(before);
});
