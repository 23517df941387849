import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { forgetSettings } from '../../../cli/commands/forgetSettings';
import { commit } from '../../fixtures';
import { aStop, Desk } from '../desk';

const desk = new Desk({ project: 'shop' });
const { session } = desk;
const kept = (digest: string) => join(desk.host, 'settings', digest);
const [own, both] = ['a'.repeat(64), 'b'.repeat(64)];
const line = (number: number, digests: readonly string[]) =>
  JSON.stringify({
    ...{ v: 2, number, at: '2026-11-20T02:31:00Z', commit: commit(number) },
    settings: digests.map((digest, index) => ({ path: `/srv/${number}-${index}.env`, digest, kept: true })),
  });
beforeEach(() => {
  desk.clear();
  desk.configure();
  mkdirSync(join(desk.host, 'settings'), { recursive: true });
  for (const digest of [own, both]) writeFileSync(kept(digest), 'A=1\n');
  writeFileSync(join(desk.host, 'deployments.jsonl'), `${line(1, [own, both])}\n${line(2, [both])}\n`);
});
afterAll(() => desk.remove());

test('what only that release has is removed, and its line stays', async () => {
  const record = () => readFileSync(join(desk.host, 'deployments.jsonl'), 'utf8');
  const before = record();
  expect(await forgetSettings(session, '1')).toBe(0);
  expect([existsSync(kept(own)), existsSync(kept(both)), record()]).toEqual([false, true, before]);
  expect(desk.read()).toMatch(/\/srv\/1-0\.env of release #1 .*; \/srv\/1-1\.env stays/);
  expect(await forgetSettings(session, '1')).toBe(0);
  expect(desk.read()).toMatch(/^done {2}nothing of release #1/);
});

test('what two releases have is removed when both are forgotten', async () => {
  expect([await forgetSettings(session, '2'), existsSync(kept(both))]).toEqual([0, true]);
  expect([await forgetSettings(session, '1'), existsSync(kept(both))]).toEqual([0, false]);
});

test('a release that is not on record has nothing to forget', async () => {
  await expect(forgetSettings(session, '7')).rejects.toThrow(aStop('record.no-release', /#7/));
  expect(existsSync(kept(own))).toBe(true);
});
