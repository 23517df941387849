import { majorOfImage, majorOfServer } from '../../../machines/postgres/majorVersion';

test.each([
  ['postgres:16.3', '16'],
  ['postgres:16-alpine', '16'],
  ['registry.example:5000/library/postgres:15', '15'],
  ['postgres:15.4@sha256:0123', '15'],
  ['postgres:9.6.24', '9.6'],
  ['postgis/postgis:16-3.4', '16'],
  ['timescale/timescaledb:2.14.2-pg15', '15'],
  ['pgvector/pgvector:pg17', '17'],
  ['postgres', undefined],
  ['postgres:latest', undefined],
  ['postgres:151', undefined],
  ['postgres@sha256:0123', undefined],
  ['registry.example:15/shop', undefined],
  ['example/shop-database:15', undefined],
])('the tag of %s tells the major version %s', (reference, major) => {
  expect(majorOfImage(reference)).toBe(major);
});

test.each([
  ['PostgreSQL 15.18 on x86_64-pc-linux-gnu', '15'],
  ['PostgreSQL 17beta1', '17'],
  ['PostgreSQL 9.6.24', '9.6'],
  ['', undefined],
  [undefined, undefined],
])('a server that says %s is of the major version %s', (version, major) => {
  expect(majorOfServer(version)).toBe(major);
});
