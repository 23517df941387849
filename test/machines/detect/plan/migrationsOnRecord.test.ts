import { makePlan } from '../../../../machines/detect/plan/codePlan';
import {
  migrationNotes,
  migrationsBeside,
  migrationsGone,
} from '../../../../machines/detect/plan/migrationsOnRecord';
import type { Deployment } from '../../../../machines/model/deployRecord';
import { makeRestore, restorePlan } from '../../../backups';
import { commit, facts, plan, planInput, saying } from '../../../fixtures';

/** v1, v2 and v3 as #1, #2 and #3, each with one migration more. */
const record = (more: Partial<Deployment> = {}): Deployment[] =>
  facts().deployments.map((line, index) => ({
    ...line,
    number: index + 1,
    migrations: ['1', '2', '3'].slice(0, index + 1),
    ...(index === 1 ? more : {}),
  }));
const target = (applied: readonly string[], known: readonly string[] = [], migrations: string[] = []) => ({
  migrations,
  migrationRows: { applied, known: new Set(known) },
  recorded: 2,
});
const given = (applied: readonly string[], more: Partial<Deployment> = {}) => ({
  facts: { deployments: record(more) },
  target: target(applied),
});

test.each<[string, ReturnType<typeof target>, Partial<Deployment>, object]>([
  ['that came later', target(['1', '2', '3']), {}, { left: ['3'], lacking: [], release: '#2' }],
  ['but those that its own files are called by', target(['1', '2', '3'], ['3']), {}, { left: [] }],
  [
    'but those that it ran with, though no file of it is called so',
    target(['1', '2'], [], ['2']),
    {},
    { left: [] },
  ],
  [
    'and those as well where it came up badly',
    target(['1', '2'], [], ['2']),
    { outcome: 'unhealthy' },
    { left: ['2'] },
  ],
  ['and says what is not applied any more', target(['1']), {}, { left: [], lacking: ['2'] }],
])('the rows on record tell which migrations are none of the target: %s', (_, seen, more, expected) => {
  expect(migrationsBeside({ deployments: record(more) }, seen)).toMatchObject(expected);
});

test.each<[string, object, Partial<Deployment>]>([
  ['the target is not on record', { recorded: undefined }, {}],
  ['the record has no migrations of it', {}, { migrations: [] }],
  ['nothing is known of the rows now', { migrationRows: undefined }, {}],
])('names of files tell as before where %s', (_, more, line) => {
  const seen = { ...target(['1', '2', '3'], [], ['004.sql']), ...more };
  expect(migrationsBeside({ deployments: record(line) }, seen as never)).toEqual({
    left: ['004.sql'],
    lacking: [],
  });
});

test('the refusal and the notes say that the record says so', () => {
  expect(makePlan(planInput(given(['1', '2', '3'])))).toMatchObject({
    code: 'migrations.ahead',
    what: saying('#2', 'by the record', '3'),
  });
  const settings = { commit: 'v2' };
  const made = plan({ ...given(['1', '3']), settings });
  expect(made.notes).toEqual([saying('3', 'by the record #2'), saying('by the record #2', '2')]);
  expect(made.noteCodes).toEqual(['note.migration-stays', 'note.migration-lacking']);
  expect(made.id).toBe(plan({ settings }).id);
  expect(makePlan(planInput(given(['1', '2'])))).toMatchObject({ notes: [] });
});

test('of many that are not applied any more five are named', () => {
  const lacking = Array.from({ length: 9 }, (_, n) => `m${n}`);
  const [note] = migrationNotes({ left: [], lacking, release: '#2' }, '');
  expect(note?.what).toContain('m4, and 4 more');
});

test.each<[string, string, readonly string[], object[]]>([
  ['came later', '2026-11-20T12:00:00Z', ['1', '2', '3'], [{ what: saying('3 (#3)') }]],
  ['came before the backup', '2026-11-21T12:00:00Z', ['1', '2', '3'], []],
  ['the record has at no release', '2026-11-20T12:00:00Z', ['1', '2', '7'], []],
  ['came before the record began', '2026-11-10T12:00:00Z', ['1'], []],
  ['came at a time that nobody knows', '', ['1', '2', '3'], []],
])('what a restore takes away of migrations: one that %s', (_, takenAt, applied, expected) => {
  expect(migrationsGone({ deployments: record() }, target(applied), takenAt)).toMatchObject(expected);
});

test('a restore says which migrations go with the data, and none that stay', () => {
  const made = restorePlan({}, given(['1', '2', '3']));
  expect(made.noteCodes).toEqual(['note.migration-gone']);
  expect(makeRestore({}, { ...given(['1', '2', '3']), facts: { deployments: [] } })).toMatchObject({
    notes: [],
  });
  expect(made.to.commit).toBe(commit(2));
});
