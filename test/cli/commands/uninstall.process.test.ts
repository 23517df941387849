import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { uninstall } from '../../../cli/commands/uninstall';
import { aStop, Desk } from '../desk';

const desk = new Desk({ project: 'shop', databaseService: 'none' });
beforeEach(() => {
  desk.clear();
  desk.configure();
});
afterAll(() => desk.remove());

const line = (type: string, more = '') =>
  `{"v":1,"type":"${type}","rollback":"r-00000001","at":"2026-12-01T00:00:00.000Z"${more},"before":null}\n`;
const lease = {
  ...{ v: 1, rollback: 'r-00000001', holder: 'stack', user: 'ann', since: '2026-12-01T00:00:00.000Z' },
  ...{ state: 'open', until: '2999-12-01T00:00:00.000Z' },
};

test.each([
  ['a rollback is open', 'rollback.unfinished', 'journal.jsonl', line('attempt')],
  [
    'a rollback has ended stranded',
    'rollback.stranded',
    'journal.jsonl',
    line('attempt') + line('outcome', ',"outcome":"stranded"'),
  ],
  ['another stack is at work', 'lease.held', 'lease', `${JSON.stringify(lease)}\n`],
] as const)('nothing is removed while %s', async (_, code, file, text) => {
  writeFileSync(join(desk.host, file), text);
  await expect(uninstall(desk.session, { yes: true })).rejects.toThrow(aStop(code));
  expect(existsSync(join(desk.host, file))).toBe(true);
});
