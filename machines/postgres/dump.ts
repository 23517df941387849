import { isoTime } from '../text/isoTime';
import { isRole } from './roles';

/** What a dump says of itself, in the header of an archive. */
export interface DumpHeader {
  readonly database?: string;
  /** Version of the server that it was taken from. */
  readonly version?: string;
  /** When it was made, as pg_restore tells it. */
  readonly madeAt?: string;
  /** What pg_restore says instead. */
  readonly error?: string;
}

/** What a dump makes, by the statements and commands that it begins its lines with. */
export interface DumpOutline {
  readonly version?: string;
  readonly roles: ReadonlySet<string>;
  readonly extensions: ReadonlySet<string>;
  readonly tables: ReadonlySet<string>;
  /** Commands of psql in a plain one, each with the rest of its line. */
  readonly commands: readonly string[];
}

/** A name as PostgreSQL writes it in SQL: bare, or in quotes that are doubled within. */
const IDENTIFIER = String.raw`("(?:[^"]|"")+"|[^\s",;()]+)`;
const plain = (name: string): string =>
  name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;

const OWNER = new RegExp(`^ALTER .* OWNER TO ${IDENTIFIER};$`);
const GRANTEE = new RegExp(`^(?:GRANT|ALTER DEFAULT PRIVILEGES).* TO ${IDENTIFIER}(?: WITH GRANT OPTION)?;$`);
const CREATOR = new RegExp(`^ALTER DEFAULT PRIVILEGES FOR ROLE ${IDENTIFIER} `);
const EXTENSION = new RegExp(`^CREATE EXTENSION (?:IF NOT EXISTS )?${IDENTIFIER}`);
const TABLE = /^CREATE (?:UNLOGGED )?TABLE (.+) \($/;

const captured = (lines: readonly string[], pattern: RegExp): string[] =>
  lines.flatMap((line) => pattern.exec(line)?.[1] ?? []);

/** Reads the header of an archive, as `pg_restore -l` prints it. */
export function readHeader(lines: readonly string[]): DumpHeader {
  const [database] = captured(lines, /^; *dbname: (.*)$/);
  const [version] = captured(lines, /^; *Dumped from database version: (.*)$/);
  const [madeAt] = captured(lines, /^; *Archive created at (.*)$/);
  const error = lines.find((line) => !line.startsWith(';'));
  return {
    ...(database ? { database } : {}),
    ...(version === undefined ? {} : { version }),
    ...(madeAt ? { madeAt } : {}),
    ...(error ? { error } : {}),
  };
}

/** Reads those lines of a dump as SQL that say what it needs and makes. */
export function readOutline(lines: readonly string[]): DumpOutline {
  const [version] = captured(lines, /^-- Dumped from database version (.*)$/);
  const names = [OWNER, GRANTEE, CREATOR].flatMap((pattern) => captured(lines, pattern)).map(plain);
  return {
    ...(version === undefined ? {} : { version }),
    roles: new Set(names.filter(isRole)),
    extensions: new Set(captured(lines, EXTENSION).map(plain)),
    tables: new Set(captured(lines, TABLE)),
    commands: lines.filter((line) => line.startsWith('\\')),
  };
}

/** `2026-11-25 02:00:00 UTC`, as pg_restore tells it. */
export const archiveTime = (text: string): string | undefined =>
  isoTime(Date.parse(text.replace(/ UTC$/, 'Z').replace(' ', 'T')));
