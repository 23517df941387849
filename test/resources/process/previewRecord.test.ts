import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import * as os from 'node:os';
import { join } from 'node:path';
import { processOf } from '../../../resources/process/pulumiProcess';
import { recall, remember } from '../../../resources/process/previewRecord';
import { plan } from '../../fixtures';

jest.mock('node:os', () => ({ ...jest.requireActual<object>('node:os'), tmpdir: jest.fn() }));
const { tmpdir } = jest.requireActual<typeof os>('node:os');

const STACK = 'organization/chronos-rollback/production';
let temporary: string;
let place: string;
const entry = () => join(place, readdirSync(place)[0] ?? '');

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'shown-'));
  jest.mocked(os.tmpdir).mockReturnValue(temporary);
  place = join(temporary, `chronos-rollback-${process.getuid?.()}`);
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(temporary, { recursive: true });
});

test('what was shown is recalled once', () => {
  remember(STACK, { kind: 'plan', plan: plan() });
  expect(recall(STACK)).toEqual({ kind: 'plan', plan: plan() });
  expect(recall(STACK)).toBeUndefined();
  expect(readdirSync(place)).toEqual([]);
});

test('the last preview counts', () => {
  remember(STACK, { kind: 'plan', plan: plan() });
  remember(STACK, { kind: 'healthy' });
  expect(recall(STACK)).toEqual({ kind: 'healthy' });
});

test('stacks do not mix', () => {
  remember(STACK, { kind: 'healthy' });
  remember(`${STACK}-2`, { kind: 'refused' });
  expect(recall(`${STACK}-3`)).toBeUndefined();
  expect([recall(STACK)?.kind, recall(`${STACK}-2`)?.kind]).toEqual(['healthy', 'refused']);
});

test('only the user can read it', () => {
  remember(STACK, { kind: 'healthy' });
  expect([place, entry()].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o600]);
});

test.each(['', '{', '[]', '{"kind":"else"}', '{"kind":"plan","plan":{"id":"r-1"}}'])(
  'what cannot be read is nothing, and goes: %j',
  (text) => {
    remember(STACK, { kind: 'healthy' });
    writeFileSync(entry(), text);
    expect(recall(STACK)).toBeUndefined();
    expect(readdirSync(place)).toEqual([]);
  },
);

test.each<[string, () => void]>([
  ['open to others', () => mkdirSync(place) === undefined && chmodSync(place, 0o755)],
  ['a link', () => symlinkSync(mkdtempSync(join(temporary, 'else-')), place)],
  ['a file', () => writeFileSync(place, '')],
  [
    "somebody else's",
    () => {
      place = join(temporary, 'chronos-rollback-4242');
      mkdirSync(place, { mode: 0o700 });
      jest.spyOn(process, 'getuid' as never).mockReturnValue(4242 as never);
    },
  ],
])('a place that is %s is not taken', (_, make) => {
  make();
  remember(STACK, { kind: 'healthy' });
  expect(recall(STACK)).toBeUndefined();
  if (statSync(place).isDirectory()) expect(readdirSync(place)).toEqual([]);
});

test('without a place to write to there is no error', () => {
  jest.mocked(os.tmpdir).mockReturnValue(join(temporary, 'missing'));
  remember(STACK, { kind: 'healthy' });
  expect(recall(STACK)).toBeUndefined();
});

test('old entries of dead processes are swept, and no others', () => {
  mkdirSync(place, { mode: 0o700 });
  const dead = `${2 ** 30}-1-0123456789abcdef.json`;
  const reused = `${process.pid}-1-0123456789abcdef.json`;
  const alive = `${process.pid}-${processOf(process.pid)?.start}-0123456789abcdef.json`;
  const young = `${2 ** 30}-2-0123456789abcdef.json`;
  for (const name of [dead, reused, alive, 'notes', young]) {
    writeFileSync(join(place, name), '{}');
    if (name !== young) utimesSync(join(place, name), 0, 0);
  }
  remember(STACK, { kind: 'healthy' });
  recall(STACK);
  expect(readdirSync(place).sort()).toEqual([alive, 'notes', young].sort());
});
