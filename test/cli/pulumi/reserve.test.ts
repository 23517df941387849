import { existsSync, mkdtempSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { giveUpReserve, keepReserve } from '../../../cli/pulumi/reserve';
import { placeIn } from '../../../cli/pulumi/stackLocation';

jest.mock('node:fs', () => {
  const real = jest.requireActual<object>('node:fs');
  return { ...real, statfsSync: jest.fn() };
});
const free = (bytes: number) =>
  (statfsSync as unknown as jest.Mock).mockReturnValue({ bavail: bytes / 4096, bsize: 4096 });

let directory = '';
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'reserve-'))));
afterEach(() => rmSync(directory, { recursive: true }));
const kept = () => existsSync(join(directory, 'reserve'));

test('a reserve is kept where there is plenty of room, and given up on a full disk', () => {
  const place = placeIn(directory, 'production');
  free(2 ** 29);
  keepReserve(place);
  expect(kept()).toBe(false);
  free(2 ** 31);
  keepReserve(place);
  const { size, mode } = statSync(join(directory, 'reserve'));
  expect([size, mode & 0o777]).toEqual([8 << 20, 0o600]);
  giveUpReserve(place);
  expect(kept()).toBe(true);
  free(4096);
  giveUpReserve(place);
  expect(kept()).toBe(false);
});

test('the directory of a backend that is not our own gets none, and keeps what is there', () => {
  const place = placeIn(directory, 'production', 'https://api.pulumi.com');
  free(2 ** 31);
  keepReserve(place);
  expect(kept()).toBe(false);
  writeFileSync(join(directory, 'reserve'), 'x');
  free(0);
  giveUpReserve(place);
  expect(kept()).toBe(true);
});
