import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ownFiles, removeOwnFiles } from '../../../cli/pulumi/ownFiles';
import { placeIn } from '../../../cli/pulumi/stackLocation';

const parent = mkdtempSync(join(tmpdir(), 'own-'));
const directory = join(parent, 'own');
const stacks = join(directory, 'backend/.pulumi/stacks/chronos-rollback');
const place = placeIn(directory, 'production');
const written = () => {
  mkdirSync(stacks, { recursive: true });
  mkdirSync(dirname(place.config), { recursive: true });
  for (const path of [place.config, place.shell, place.shellConfig, place.passphrase])
    writeFileSync(path, '');
  writeFileSync(join(stacks, 'production.json'), '{}');
};
beforeEach(written);
afterAll(() => rmSync(parent, { recursive: true }));

test('a directory with a stack only goes whole', () => {
  expect(ownFiles({ place })).toMatchObject({ going: [expect.stringContaining(directory)], staying: [] });
  removeOwnFiles({ place });
  expect(existsSync(directory)).toBe(false);
});

test('another stack stays, with what keeps its secrets, and the line that removes it', () => {
  writeFileSync(join(stacks, 'staging.json'), '{}');
  expect(ownFiles({ place }).staying).toEqual([expect.stringMatching(/--stack staging uninstall$/)]);
  removeOwnFiles({ place });
  const there = (path: string) => existsSync(path);
  expect([place.shell, place.config, join(stacks, 'production.json')].map(there)).toEqual([
    false,
    false,
    false,
  ]);
  expect([place.passphrase, join(stacks, 'staging.json')].map(there)).toEqual([true, true]);
});

test("a stack on the operator's backend is the operator's", () => {
  const theirs = placeIn(directory, 'production', 's3://theirs');
  expect(ownFiles({ place: theirs }).staying).toEqual([
    expect.stringMatching(/pulumi stack rm .*production$/),
  ]);
  removeOwnFiles({ place: theirs });
  expect([place.shell, place.passphrase].map((path) => existsSync(path))).toEqual([false, true]);
});
