import { makePlan } from '../../../../machines/detect/plan/codePlan';
import { composeModel, container, facts, planInput, image, saying } from '../../../fixtures';

const DIRECTORY = '/opt/chronos-financial';
const model = (postgres: string) =>
  composeModel(
    (text) =>
      `${text.replace("volumes: ['data:", `${postgres}volumes: ['${DIRECTORY}/pg.conf:/etc/pg.conf', '${DIRECTORY}/init:/docker-entrypoint-initdb.d', 'data:`)}  proxy: { image: 'nginx:1', volumes: ['${DIRECTORY}/proxy:/etc/nginx'] }\n`,
  );
const CONTAINERS = [...facts().containers, container('proxy', image('e'))];
const notes = (changed: readonly string[], now = model(''), then = model('')) => {
  const plan = makePlan(
    planInput({
      facts: { containers: CONTAINERS },
      target: { current: now, target: then, changed: new Set(changed) },
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
