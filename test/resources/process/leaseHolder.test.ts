import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os, { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeOf } from '../../../resources/process/home';
import { holderOf } from '../../../resources/process/leaseHolder';

const home = mkdtempSync(join(tmpdir(), 'pulumi-home-'));
const { PULUMI_HOME, PULUMI_BACKEND_URL } = process.env;
const put = (name: string, value: string | undefined) => {
  if (value === undefined) Reflect.deleteProperty(process.env, name);
  else process.env[name] = value;
};
beforeEach(() => {
  put('PULUMI_HOME', home);
  put('PULUMI_BACKEND_URL', undefined);
});
afterAll(() => {
  put('PULUMI_HOME', PULUMI_HOME);
  put('PULUMI_BACKEND_URL', PULUMI_BACKEND_URL);
  rmSync(home, { recursive: true });
});

const backend = () => holderOf('organization/project/stack').split(' ')[1];

test('a holder is machine, backend and stack, the same whenever it is typed again', () => {
  const holder = holderOf('organization/project/stack');
  expect(holder).toMatch(/^\S+ \S+ organization\/project\/stack$/);
  expect(holderOf('organization/project/stack')).toBe(holder);
  expect(holderOf('organization/project/other')).not.toBe(holder);
});

test('where neither the environment nor the system knows a home, it is the root', () => {
  expect(homeOf({ HOME: '/home/jane' })).toBe('/home/jane');
  jest.spyOn(os, 'homedir').mockImplementationOnce(() => {
    throw new Error('A system error occurred: uv_os_homedir returned ENOENT');
  });
  expect(homeOf({})).toBe('/');
});

test('white space in a part does not make it two', () => {
  expect(holderOf('my organization/a\nb/stack').split(' ')).toHaveLength(3);
});

test('the backend is the one that is typed, else the login, else unknown', () => {
  expect(backend()).toBe('pulumi');
  writeFileSync(join(home, 'credentials.json'), '{ "current": "file:///srv/state" }');
  expect(backend()).toBe('file:///srv/state');
  put('PULUMI_BACKEND_URL', 's3://bucket');
  expect(backend()).toBe('s3://bucket');
});

test.each([
  ['s3://key:secret@bucket/path', 's3://bucket/path'],
  ['s3://bucket?accessKey=secret', 's3://bucket'],
  ['https://api.example#secret', 'https://api.example'],
])('what could be a secret in the address %s is left out', (url, told) => {
  put('PULUMI_BACKEND_URL', url);
  expect(backend()).toBe(told);
});
