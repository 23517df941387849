import { spawnSync } from 'node:child_process';
import { part } from '../../../../resources/script/hostScript';

const outside = (text: string): string[] =>
  spawnSync('bash', ['-c', `set -euo pipefail\n${part('lib/postgres/plain-dump-scan')}\noutside_data`], {
    input: text,
    encoding: 'utf8',
  })
    .stdout.split('\n')
    .filter(Boolean);

/** What pg_dump writes: none of it is a command, however much looks like one. */
const HONEST = String.raw`-- PostgreSQL database dump
\restrict abcDEF123
SET standard_conforming_strings = on;
-- Name: it's "odd \! touch; Type: FUNCTION; Owner: x
CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $_$
BEGIN
  RETURN E'\\d' || '\' || $1; -- it's \! touch
ALTER TABLE x OWNER TO inbody;
\connect inbody
END $_$;
CREATE FUNCTION "q\x""'"() RETURNS text AS 'SELECT ''\''' LANGUAGE sql;
COMMENT ON TABLE t IS E'a\\b''\'c\
\\! touch';
/* block 'it /* nested \! */ still \c x */
CREATE TABLE public.t (
    a text DEFAULT '\'::text,
    b text DEFAULT 'more than one
\! line'::text
);
COPY public."a
b" (n, v) FROM stdin;
CREATE DATABASE x;
\N	\\! touch
 \connect postgres
ALTER TABLE x OWNER TO ghost;
don't
\.
INSERT INTO t VALUES ('a', E'\\! x', e'\'', 'E');
SELECT a$b$c, 1::"x$y$", name'\' FROM t;
CREATE VIEW v AS SELECT (a ~ '^\d+\.\s$'::text) AS m FROM t;
ALTER TABLE public.t OWNER TO real;
\unrestrict abcDEF123
`;

test('of what pg_dump writes nothing is a command, and nothing of data or of bodies is reported', () => {
  const lines = outside(HONEST);
  expect(lines.filter((line) => line.startsWith('\\'))).toEqual([]);
  expect(lines.filter((line) => / OWNER TO |^CREATE DATABASE/.test(line))).toEqual([
    'ALTER TABLE public.t OWNER TO real;',
  ]);
  expect(lines).toContain('CREATE TABLE public.t (');
});

test('a literal of a dump that has \\ as an escape in all of them ends where it ends', () => {
  const text = String.raw`SET standard_conforming_strings = off;
INSERT INTO t VALUES ('it\'s \! touch', '\\');
SELECT 1 \! touch
`;
  expect(outside(text).slice(2)).toEqual(['\\! touch']);
});

test.each([
  ['at its beginning', '\\connect x', '\\connect x'],
  ['behind blanks', '\t \\c x', '\\c x'],
  ['behind SQL', 'SELECT 1 \\! touch x', '\\! touch x'],
  ['behind a literal', "SELECT '\\' \\g x", '\\g x'],
  ['behind a literal with escapes', "SELECT E'\\\\' \\i x", '\\i x'],
  ['behind a body', 'SELECT $a$ \\c $$ $a$ \\q', '\\q'],
  ['behind what pg_dump writes', '\\restrict a \\! touch', '\\restrict a \\! touch'],
  ['behind a copy of which the data is elsewhere', "COPY t FROM '/x'; -- FROM stdin;\n\\c x", '\\c x'],
  ['behind data', 'copy t (a)\nfrom stdin;\n\\N\n\\.\n\\c x', '\\c x'],
])('a command of psql %s is one', (_, text, command) => {
  expect(outside(`${text}\n`).filter((line) => line.startsWith('\\'))).toEqual([command]);
});
