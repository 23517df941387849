import { isLargeObjects, reapplyRows, type RowsOfTable } from '../../../../audit/text/postgres/reapplyRows';

const column = (name: string, more: object = {}) => ({
  ...{ name, type: 'integer', generated: false, always: false, ...more },
});
function rows(table: string, more: Partial<RowsOfTable['is']> = {}, live?: readonly string[]): RowsOfTable {
  const is = { columns: [column('id'), column('n')], key: ['id'], ...more };
  return { table, file: `${table}.csv`, live: live ?? is.columns.map(({ name }) => name), is };
}

test('rows go by a staging table and their primary key', () => {
  expect(reapplyRows(rows('public.t'))).toBe(`BEGIN;
CREATE TEMP TABLE new_rows (id integer, n integer) ON COMMIT DROP;
\\copy new_rows FROM 'public.t.csv' (FORMAT csv, HEADER)
INSERT INTO public.t (id, n)
  SELECT id, n FROM new_rows
  ON CONFLICT (id) DO UPDATE SET n = EXCLUDED.n;
COMMIT;`);
});

test('generated columns are left out, and identities get their numbers', () => {
  const columns = [column('id', { always: true }), column('n'), column('twice', { generated: true })];
  expect(reapplyRows(rows('t', { columns }))).toContain(
    'INSERT INTO t (id, n) OVERRIDING SYSTEM VALUE\n  SELECT id, n FROM new_rows\n  ON CONFLICT (id) DO UPDATE SET n = EXCLUDED.n;',
  );
});

test('where all of a row is key there is nothing to change', () => {
  expect(reapplyRows(rows('t', { key: ['id', 'n'] }))).toContain('ON CONFLICT (id, n) DO NOTHING;');
});

test.each([
  ['has no primary key', rows('t', { key: [] })],
  ['has one that the live database has not', rows('t', {}, ['n'])],
])('of a table that %s no row can be in conflict', (_, table) => {
  expect(reapplyRows(table)).not.toContain('ON CONFLICT (');
});

test('columns that the live database does not have are left out', () => {
  expect(reapplyRows(rows('t', {}, ['id']))).toContain(
    'INSERT INTO t (id)\n  SELECT id FROM new_rows\n  ON CONFLICT (id) DO NOTHING;',
  );
});

test('large objects are written page by page', () => {
  const pages = rows('pg_catalog.pg_largeobject', { key: [] }, []);
  expect(isLargeObjects(pages.table)).toBe(true);
  expect(isLargeObjects('public.pg_largeobject')).toBe(false);
  expect(reapplyRows(pages)).toContain('SELECT lo_put(loid, pageno::bigint * 2048, data) FROM new_rows;');
  expect(reapplyRows(pages)).not.toContain('INSERT');
});
