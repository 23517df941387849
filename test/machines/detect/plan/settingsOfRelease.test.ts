import { interpolates } from '../../../../machines/compose/interpolated';
import { parseWritten } from '../../../../machines/compose/writtenDefinition';
import { decidedSettings, numberOnRecord } from '../../../../machines/detect/plan/settingsOfRelease';
import {
  isProvenByRecord,
  secretsNotes,
  settingsNotes,
  settingsThatStay,
} from '../../../../machines/detect/plan/settingsThatStay';
import { settingFiles, settingReferences } from '../../../../machines/detect/observe/settingsOfTarget';
import type { Request } from '../../../../machines/model/request';
import type { SettingFile } from '../../../../machines/model/settings';
import { commit, facts, REQUEST, settings, target } from '../../../fixtures';

const WRITTEN = parseWritten(`
services:
  web:
    image: 'web:\${TAG}'
    environment: { LEVEL: '\${LEVEL}', PORT: '\${PORT:-1}' }
    ports: ['\${PORT}:80']
    env_file: [/opt/chronos-financial/web.env]
    command: [sh, -c, 'echo $$HOME']
`);
const request = (more: Partial<Request>): Request => ({ ...REQUEST, ...more });
const at = (name: string) => `/opt/chronos-financial/${name}`;
const differs = (name: string, ...names: string[]): SettingFile => ({
  path: at(name),
  state: 'differs',
  names: names.map((one) => ({ name: one, state: 'differs' })),
});
const decide = (
  files: readonly SettingFile[],
  more: Partial<Request> = {},
  envFiles: readonly string[] = [],
  read: readonly string[] = [],
) => {
  const inputs = read.map((path) => ({ kind: 'opened' as const, path }));
  const seen = {
    settings: { ...settings({}), request: request(more) },
    identity: { files: ['docker-compose.yml'], ...(envFiles.length > 0 ? { envFiles } : {}) },
    target: target({ inputs, settings: { release: 2, files }, ...(WRITTEN ? { written: WRITTEN } : {}) }),
  };
  return { seen, decided: decidedSettings(seen) };
};
const taken = (...asked: Parameters<typeof decide>) => decide(...asked).decided?.taken?.files;
const stays = (...asked: Parameters<typeof decide>) =>
  decide(...asked).decided?.todays.map(({ file, names, why }) => [file, names?.join(' '), why]);

test('what the definition reads is the release’s; what only containers get, and what is secret, is today’s', () => {
  const files = [differs('.env', 'TAG', 'LEVEL', 'PORT', 'COMPOSE_PROFILES', 'DB_PASSWORD', 'HOME')];
  expect(taken(files)).toEqual([{ path: '.env', names: ['COMPOSE_PROFILES', 'PORT', 'TAG'] }]);
  expect(stays(files)).toEqual([
    ['.env', 'LEVEL HOME', 'which only containers get'],
    ['.env', 'DB_PASSWORD', 'which is secret'],
  ]);
  const { seen, decided } = decide(files);
  expect(settingsThatStay(seen.target, decided)).toEqual({
    settingsStay: {
      release: 2,
      containers: [{ path: '.env', names: ['HOME', 'LEVEL'] }],
      secrets: [{ path: '.env', names: ['DB_PASSWORD'] }],
    },
  });
  expect(settingsNotes(decided)).toEqual([]);
});

test('a plan has no names that stay where none do, and a note of each file that stays as a whole', () => {
  const { seen, decided } = decide([differs('.env', 'TAG')]);
  expect(settingsThatStay(seen.target, decided)).toEqual({});
  expect(settingsThatStay(target(), undefined)).toEqual({});
  const kept = decide([differs('.env', 'TAG', 'LEVEL')], { settings: 'keep' });
  expect(settingsThatStay(kept.seen.target, kept.decided)).toEqual({});
  expect(settingsNotes(kept.decided).map(({ code }) => code)).toEqual(['note.settings-stay']);
  expect(settingsNotes(undefined)).toEqual([]);
});

test('what today lacks comes, secret or not', () => {
  const names = [
    { name: 'API_TOKEN', state: 'lacks' as const },
    { name: 'TAG', state: 'differs' as const, hasPassword: true as const },
  ];
  const files = [{ path: at('.env'), state: 'differs' as const, names }];
  expect(taken(files)).toEqual([{ path: '.env', names: ['API_TOKEN'] }]);
  expect(stays(files)).toEqual([['.env', 'TAG', 'which is secret']]);
});

const ADDED: SettingFile = {
  path: at('.env'),
  state: 'differs',
  names: ['PORT', 'LEVEL', 'API_TOKEN'].map((name) => ({ name, state: 'added' })),
};

test('what the release lacked goes where the definition reads it, and stays by name where only containers get it or it is secret', () => {
  expect(taken([ADDED])).toEqual([{ path: '.env', names: ['PORT'] }]);
  expect(stays([ADDED])).toEqual([
    ['.env', 'LEVEL', 'which only containers get'],
    ['.env', 'API_TOKEN', 'as secrets that the release did not have'],
  ]);
  const { seen, decided } = decide([ADDED]);
  expect(settingsThatStay(seen.target, decided)).toEqual({
    settingsStay: { release: 2, containers: [{ path: '.env', names: ['LEVEL'] }] },
  });
  expect(settingsNotes(decided)).toEqual([
    { code: 'note.settings-stay', what: expect.stringMatching(/^API_TOKEN of \.env stay/) },
  ]);
});

test('all that the release lacked but secrets goes where settings alone differ, or those of the release were asked for', () => {
  const all = [{ path: '.env', names: ['LEVEL', 'PORT'] }];
  expect(taken([ADDED], { settings: 'release' })).toEqual(all);
  expect(decidedSettings({ ...decide([ADDED]).seen, isAlone: true })?.taken?.files).toEqual(all);
  expect(taken([ADDED], { settings: 'keep' })).toBeUndefined();
});

test('of a release of settings alone all names come but secrets', () => {
  const { seen } = decide([differs('.env', 'LEVEL', 'DB_PASSWORD'), differs('web.env', 'MODE')]);
  expect(decidedSettings({ ...seen, isAlone: true })?.taken?.files).toEqual([
    { path: '.env', names: ['LEVEL'] },
    { path: 'web.env', names: ['MODE'] },
  ]);
});

test('all of the release comes, or none, where that is asked for', () => {
  const files = [differs('.env', 'TAG', 'LEVEL', 'DB_PASSWORD')];
  expect(taken(files, { settings: 'release' })).toEqual([
    { path: '.env', names: ['DB_PASSWORD', 'LEVEL', 'TAG'] },
  ]);
  expect(taken(files, { settings: 'keep' })).toBeUndefined();
  expect(stays(files, { settings: 'keep' })).toEqual([['.env', undefined, 'as was asked for']]);
});

test('a service’s own env file decides nothing but its environment, nor does .env where others are given', () => {
  expect(taken([differs('web.env', 'TAG')])).toBeUndefined();
  expect(taken([differs('.env', 'TAG')], {}, ['deploy.env'])).toBeUndefined();
  expect(taken([differs('deploy.env', 'TAG')], {}, ['deploy.env'])).toEqual([
    { path: 'deploy.env', names: ['TAG'] },
  ]);
  const outside: SettingFile = { ...differs('x', 'TAG'), path: '/etc/shop.env' };
  expect(taken([outside], {}, ['/etc/shop.env'])).toEqual([{ path: '/etc/shop.env', names: ['TAG'] }]);
  expect(stays([outside])).toEqual([['/etc/shop.env', undefined, 'which lies elsewhere']]);
});

test('a file of another kind comes as a whole; what is not kept does not, and proves nothing', () => {
  const override: SettingFile = { path: at('compose.override.yml'), state: 'differs', names: [] };
  const absent: SettingFile = { path: at('.env'), state: 'absent', names: [] };
  expect(taken([override, absent], {}, [], [override.path])).toEqual([
    { path: 'compose.override.yml' },
    { path: '.env' },
  ]);
  const lost: SettingFile = { path: at('lost.env'), state: 'lost', names: [] };
  const same: SettingFile = { path: at('same.env'), state: 'same', names: [] };
  const { seen, decided = { todays: [] } } = decide([lost, same, override], {}, [], [override.path]);
  const isProven = isProvenByRecord(seen, decided);
  expect(
    ['lost.env', 'same.env', 'compose.override.yml', 'other.env'].map((name) => isProven(at(name))),
  ).toEqual([false, true, true, false]);
});

test('what the values of a deciding name are made of decides, too', () => {
  const files = [differs('.env', 'BASE', 'DEEP', 'LEVEL')];
  const { seen } = decide(files);
  const references = new Map([
    ['TAG', ['BASE']],
    ['BASE', ['DEEP', 'TAG']],
    ['OTHER', ['LEVEL']],
  ]);
  const of = { ...seen, target: { ...seen.target, settings: { release: 2, files, references } } };
  expect(decidedSettings(of)?.taken?.files).toEqual([{ path: '.env', names: ['BASE', 'DEEP'] }]);
  expect(settingReferences('TAG BASE\nBASE DEEP\nBASE TAG\n')).toEqual(
    new Map([
      ['TAG', ['BASE']],
      ['BASE', ['DEEP', 'TAG']],
    ]),
  );
});

test('what only an extension names decides nothing, unless it is merged where it does', () => {
  const decides = interpolates(
    parseWritten(`
name: \${PROJECT}
x-env: &env { A: '\${A}', MERGED: '\${B}' }
x-labels: &labels { l: '\${C}' }
services:
  web:
    environment: *env
    labels: { <<: *labels, x-own: '\${OWN}' }
    x-more: '\${D}'
networks:
  n: { name: '\${E}', x-note: '\${F}' }
`),
  );
  const names = ['PROJECT', 'A', 'B', 'C', 'OWN', 'D', 'E', 'F'];
  expect(names.filter(decides)).toEqual(['PROJECT', 'C', 'OWN', 'E']);
});

test('secrets that come with a file as a whole are named, but where all of the release is asked for', () => {
  const override: SettingFile = {
    ...{ path: at('compose.override.yml'), state: 'differs', names: [] },
    secrets: ['APP_PASSWORD', 'KEYBOARD'],
  };
  const told = (more: Partial<Request> = {}) => {
    const { seen, decided } = decide([override], more, [], [override.path]);
    return secretsNotes(seen, decided);
  };
  expect(told()).toEqual([
    {
      code: 'note.settings-secrets',
      what: expect.stringMatching(/^compose.override.yml comes from #2 as a whole, and APP_PASSWORD with it/),
    },
  ]);
  expect([
    told({ settings: 'release' }),
    told({ settings: 'keep' }),
    secretsNotes(decide([]).seen, undefined),
  ]).toEqual([[], [], []]);
  expect(settingFiles('/a/x.yml\tdiffers\t\n/a/x.yml\tsecret\tAPP_PASSWORD\n')).toEqual([
    { path: '/a/x.yml', state: 'differs', names: [], secrets: ['APP_PASSWORD'] },
  ]);
});

test('nothing is decided where no record has settings, and all is read where nobody can tell', () => {
  expect(
    decidedSettings({ settings: settings({}), identity: { files: [] }, target: target() }),
  ).toBeUndefined();
  expect(interpolates(undefined)('ANY')).toBe(true);
});

test('a release is told by its number, else by the newest of its commit that came up well', () => {
  const line = (number: number, n: number, more: object = {}) => ({
    at: '2026-11-20T02:31:00Z',
    commit: commit(n),
    images: {},
    number,
    settings: [],
    ...more,
  });
  const deployments = [line(1, 2), line(2, 2), line(3, 2, { outcome: 'unhealthy' }), line(4, 3)];
  const given = facts({ deployments });
  expect(numberOnRecord(given, request({}), commit(2))).toBe(2);
  expect(numberOnRecord(given, request({ commit: '#1' }), commit(2))).toBe(1);
  expect(numberOnRecord(given, request({}), commit(3))).toBeUndefined();
  expect(numberOnRecord(given, request({ commit: '#4' }), commit(3))).toBe(4);
  expect(
    numberOnRecord(facts({ deployments: [line(1, 2, { settings: undefined })] }), request({}), commit(2)),
  ).toBe(undefined);
});

test('what the host tells of files and names is read', () => {
  const told = '/a/.env\tdiffers\t\n/a/.env\tlacks\tA\n/a/.env\tdiffers\tB\tpassword\n/a/x.yml\tabsent\t\n';
  expect(settingFiles(told)).toEqual([
    {
      path: '/a/.env',
      state: 'differs',
      names: [
        { name: 'A', state: 'lacks' },
        { name: 'B', state: 'differs', hasPassword: true },
      ],
    },
    { path: '/a/x.yml', state: 'absent', names: [] },
  ]);
  expect(settingFiles(undefined)).toEqual([]);
});
