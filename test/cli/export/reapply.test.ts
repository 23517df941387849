import { reapplyRows } from '../../../audit/text/postgres/reapplyRows';
import { applied, inOrder } from '../../../cli/export/reapply';
import { readmeOf } from '../../../cli/export/readme';
import type { Exported } from '../../../cli/export/exportedTable';

const column = (name: string, more: object = {}) => ({
  ...{ name, type: 'integer', generated: false, always: false, ...more },
});
function table(
  name: string,
  references: readonly string[] = [],
  more: Partial<Exported['is']> = {},
): Exported {
  const is = { columns: [column('id'), column('n')], key: ['id'], references: [...references], ...more };
  return { table: name, file: `${name}.csv`, rows: 2, live: is.columns.map((one) => one.name), is };
}

describe('the order', () => {
  test('has what others refer to first, and else goes by name', () => {
    const tables = [
      table('lines', ['orders', 'goods']),
      table('orders', ['people']),
      table('people'),
      table('goods'),
    ];
    const { ordered, circular } = inOrder(tables);
    expect(ordered.map((one) => one.table)).toEqual(['goods', 'people', 'orders', 'lines']);
    expect(circular).toEqual([]);
  });

  test('does not mind what was not exported, and has a circle last', () => {
    const tables = [table('a', ['b']), table('b', ['a', 'elsewhere']), table('c', ['elsewhere'])];
    const { ordered, circular } = inOrder(tables);
    expect(ordered.map((one) => one.table)).toEqual(['c', 'a', 'b']);
    expect(circular).toEqual(['a', 'b']);
  });
});

describe('applying a table again', () => {
  test('has its statements as a block of SQL', () => {
    const one = table('public.t');
    expect(applied(one, 'app')).toBe(`### \`public.t\`, 2 rows\n\n\`\`\`sql\n${reapplyRows(one)}\n\`\`\`\n`);
  });

  test('of large objects has no remarks, although the live database has no columns to compare', () => {
    const one = { ...table('pg_catalog.pg_largeobject', [], { key: [] }), live: [] };
    expect(applied(one, 'app')).toBe(
      `### \`pg_catalog.pg_largeobject\`, 2 rows\n\n\`\`\`sql\n${reapplyRows(one)}\n\`\`\`\n`,
    );
  });

  test('without a primary key says what that means', () => {
    const text = applied(table('t', [], { key: [] }), 'app');
    expect(text).toContain(' primary key');
    expect(text).not.toContain('ON CONFLICT');
  });

  test('leaves out columns that the live database does not have, and says so', () => {
    const text = applied({ ...table('t'), live: ['id'] }, 'app');
    expect(text).toMatch(/`app` .*`n`/);
    expect(text).toContain('INSERT INTO t (id)\n  SELECT id FROM new_rows\n  ON CONFLICT (id) DO NOTHING;');
  });

  test('of a table that the live database does not have cannot be', () => {
    expect(applied({ ...table('t'), live: [] }, 'app')).toBe('### `t`, 2 rows\n\n`app` has no such table.\n');
  });
});

test('the README tells what the rows are, where they came from, and what they are not', () => {
  const given = {
    ...{ id: 'r-00c0ffee', name: 'app_before_r-00c0ffee', live: 'app', at: '2026-11-22T03:00:02.500Z' },
    ...{ server: '0123456789ab', user: 'app', directory: '/tmp/my rows', since: '1:1:' },
    tables: [table('public."a|b"')],
    backup: { path: '/b.dump', takenAt: '2026-11-22T02:00:00.000Z' } as never,
  };
  const text = readmeOf(given);
  for (const part of [
    '# Rows that live only in `app_before_r-00c0ffee`',
    'new or changed since the backup taken at 2026-11-22 02:00 UTC (`/b.dump`)',
    '| `public."a\\|b"` | 2 | public."a|b".csv |',
    'Nothing was re-applied',
    'deleted since the backup are not here',
    "docker cp '/tmp/my rows' 0123456789ab:'/tmp/my rows'",
  ])
    expect(text).toContain(part);
  expect(text).not.toContain('refer to each other');
  expect(readmeOf({ ...given, since: '' })).toContain('whose content was not in `app`');
  const circle = [table('a', ['b']), table('b', ['a'])];
  expect(readmeOf({ ...given, tables: circle })).toContain('can be deferred: `a`, `b`.');
});
