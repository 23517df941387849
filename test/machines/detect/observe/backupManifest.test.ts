import { parseBackupManifest } from '../../../../machines/detect/observe/backupManifest';
import { SHA, SIDECAR } from '../../../backups';

const other = 'c'.repeat(64);

test.each<[string, unknown, string, object]>([
  ['all that it tells', SIDECAR, '', SIDECAR],
  ['no more than its version', { v: 1 }, '', { v: 1 }],
  ['its own checksum rather than that of the file beside it', SIDECAR, `${other}  a.dump\n`, SIDECAR],
  [
    'the checksum of the file beside it, where it has none',
    { v: 1 },
    `${other}  a.dump\n`,
    { v: 1, sha256: other },
  ],
  [
    'a checksum as sha256sum writes it for a name with a backslash',
    { v: 1 },
    `\\${other}  a\\\\b\n`,
    { v: 1, sha256: other },
  ],
  ['fields that a newer script has added', { ...SIDECAR, colour: 'blue' }, '', SIDECAR],
  [
    'an empty list of transactions in its snapshot',
    { v: 1, snapshot: '7:7:' },
    '',
    { v: 1, snapshot: '7:7:' },
  ],
  ['several transactions in its snapshot', { v: 1, snapshot: '7:9:7,8' }, '', { v: 1, snapshot: '7:9:7,8' }],
])('a sidecar gives %s', (_, told, sum, expected) => {
  expect(parseBackupManifest(JSON.stringify(told), sum)).toEqual(expected);
});

test.each<[string, unknown]>([
  ['of another version', { ...SIDECAR, v: 2 }],
  ['without a version', { database: 'a' }],
  ['with a time that is none', { ...SIDECAR, takenAt: 'yesterday' }],
  ['with a checksum that is none', { ...SIDECAR, sha256: 'abc' }],
  ['with a snapshot that could be SQL', { ...SIDECAR, snapshot: "7:7:'); DROP TABLE a; --" }],
  ['with a negative count', { ...SIDECAR, tables: { a: { rows: -1 } } }],
  ['that is a list', []],
  ['that is null', null],
])('a sidecar %s tells nothing, and the checksum beside it still counts', (_, told) => {
  expect(parseBackupManifest(JSON.stringify(told), '')).toEqual({});
  expect(parseBackupManifest(JSON.stringify(told), SHA)).toEqual({ sha256: SHA });
});

test.each(['', '{', 'no JSON'])('text that is no JSON tells nothing: %j', (text) => {
  expect(parseBackupManifest(text, '')).toEqual({});
  expect(parseBackupManifest(text, `${SHA}  a`)).toEqual({ sha256: SHA });
});
