import { Host } from '../../resources/host';
import type { Transport } from '../../resources/transport';
import { plan, settings } from '../fixtures';
import { wholeJournal } from '../audit/journal';

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
    journalError: 'line 1 of the journal cannot be read: "plan.from" is not as this version writes it',
  });
});

test('opening gives the answer of the host', async () => {
  const answer = { ok: false, summary: 'HEAD moved' };
  expect(await host(`${JSON.stringify(answer)}\n`).open(plan())).toEqual(answer);
});

test.each([
  ['', 'printed no answer but: (nothing)'],
  ['bash: no such file', 'printed no answer but: bash: no such file'],
  ['{"ok":"yes","summary":""}', 'printed no answer but: {"ok":"yes"'],
])('an answer that is none is shown: %j', async (printed, message) => {
  await expect(host(printed).open(plan())).rejects.toThrow(message);
});
