import { makePlan } from '../../../../machines/detect/plan/codePlan';
import { composeModel, container, facts, planInput, image, saying } from '../../../fixtures';

const DIRECTORY = '/opt/chronos-financial';
const model = (postgres: string) =>
  composeModel(
    (text) =>
      `${text.replace("volumes: ['data:", `${postgres}volumes: ['${DIRECTORY}/pg.conf:/etc/pg.conf', '${DIRECTORY}/init:/docker-entrypoint-initdb.d', 'data:`)}  proxy: { image: 'nginx:1', volumes: ['${DIRECTORY}/proxy:/etc/nginx'] }\n`,
  );
const CONTAINERS = [...facts().containers, container('proxy', image('e'))];
const notes = (
  changed: readonly string[],
  now = model(''),
  then = model(''),
  more: Parameters<typeof planInput>[0] = {},
) => {
  const plan = makePlan(
    planInput({
      facts: { containers: CONTAINERS, ...more.facts },
      target: { current: now, target: then, changed: new Set(changed), ...more.target },
    }),
  );
  if ('what' in plan) throw new Error(plan.code);
  return plan.notes.map((what, index) => [plan.noteCodes?.[index], what]);
};

test('files that differ are named of the database and of services that no release brings', () => {
  expect(notes(['pg.conf', 'proxy/a.conf', 'README.md'])).toEqual([
    ['note.file-stays', saying('pg.conf', 'postgres')],
    ['note.file-stays', saying('proxy/a.conf', 'proxy')],
  ]);
});

test('scripts that the database runs once are named as such', () => {
  expect(notes(['init/one.sql'])).toEqual([['note.file-idle', saying('init/one.sql', 'postgres')]]);
});

test('another setting of the database is named, and refuses nothing', () => {
  expect(notes([], model(''), model("command: ['-c', 'work_mem=8MB'], "))).toEqual([
    ['note.database-stays', saying('command', 'postgres')],
  ]);
});

test.each([
  ["by its image's tag", 'postgres:15.4', {}],
  ['by what its image declares', 'example/database:7', { databaseMajor: '15' }],
])(
  'another image of the same major version, %s, and a health check are named, and refuse nothing',
  (_, to, more) => {
    const then = composeModel((text) =>
      text.replace("'postgres:15'", `'${to}', healthcheck: { retries: 3 }`),
    );
    expect(notes([], composeModel(), then, { target: more })).toEqual([
      ['note.database-stays', saying(`healthcheck, image (${to}, now postgres:15)`, 'postgres')],
    ]);
  },
);

test('a database that was made as the target defines it is none that the ordinary command makes anew', () => {
  const then = model("command: ['-c', 'work_mem=8MB'], ");
  const hashes = { current: new Map([['postgres', 'bb']]), target: new Map([['postgres', 'aa']]) };
  const made = (configHash: string) => ({
    facts: { containers: CONTAINERS.map((one) => ({ ...one, configHash })) },
    target: { hashes },
  });
  const codes = (configHash: string) => notes([], model(''), then, made(configHash)).map(([code]) => code);
  expect(codes('aa')).not.toContain('note.database-stays');
  expect(codes('bb')).toContain('note.database-stays');
});
