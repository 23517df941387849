import { type Backup, FORMATS, PACKINGS } from '../../model/backup';
import { lines } from './decodeFacts';
import type { RawFacts } from '../../model/facts';
import { parsePairs } from './backupStore';

/** What cannot be restored: a dump of a whole server, an empty file, and what is no backup. */
const UNRESTORABLE = ['cluster', 'empty', 'none'] as const;

/** What backup.sh tells of one backup, read to its end where there was time. */
export interface Inspection {
  /** Where it is; absent when it is in neither place. */
  readonly place?: 'container' | 'host';
  readonly bytes: number;
  readonly format: Backup['format'] | (typeof UNRESTORABLE)[number];
  readonly packed: Backup['packed'];
  readonly sha256: string;
  /** The database and versions that an archive's header names, and when it was made. */
  readonly database?: string;
  readonly headerError?: string;
  readonly madeAt?: string;
  /** Version of the server that it was taken from. */
  readonly version?: string;
  /** What is wrong with it, by the tool that read it. */
  readonly damage?: string;
  /** It was not read to its end in time. */
  readonly isUnread: boolean;
  readonly roles: ReadonlySet<string>;
  readonly extensions: ReadonlySet<string>;
  readonly tables: ReadonlySet<string>;
  /** Commands of psql in a plain one, each with the rest of its line. */
  readonly commands: readonly string[];
  /** By table: rows of the live database written since its snapshot, and rows that are as they were. */
  readonly since?: ReadonlyMap<string, readonly [written: number, kept: number]>;
  /** By table: rows that only the live database has, and rows that only the backup has. */
  readonly compared?: ReadonlyMap<string, readonly [written: number, gone: number]>;
}

/** A name as PostgreSQL writes it in SQL: bare, or in quotes that are doubled within. */
const IDENTIFIER = String.raw`("(?:[^"]|"")+"|[^\s",;()]+)`;
const plain = (name: string): string =>
  name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;

/** Names that are no roles although they stand where roles do. */
const NO_ROLES = new Set(['PUBLIC', 'CURRENT_USER', 'SESSION_USER', 'CURRENT_ROLE', 'pg_database_owner']);

function rolesIn(outline: readonly string[]): Set<string> {
  const roles = outline.flatMap((line) => {
    const owner = new RegExp(`^ALTER .* OWNER TO ${IDENTIFIER};$`).exec(line)?.[1];
    const grantee = new RegExp(
      `^(?:GRANT|ALTER DEFAULT PRIVILEGES).* TO ${IDENTIFIER}(?: WITH GRANT OPTION)?;$`,
    ).exec(line)?.[1];
    const creator = new RegExp(`^ALTER DEFAULT PRIVILEGES FOR ROLE ${IDENTIFIER} `).exec(line)?.[1];
    return [owner, grantee, creator].flatMap((name) => (name ? [plain(name)] : []));
  });
  return new Set(roles.filter((role) => !NO_ROLES.has(role)));
}

const captured = (outline: readonly string[], pattern: RegExp): string[] =>
  outline.flatMap((line) => pattern.exec(line)?.[1] ?? []);

/** What nobody knows how to restore is no backup. */
function kindOf(format: string | undefined, packing = ''): Pick<Inspection, 'format' | 'packed'> {
  const known = [...FORMATS, ...UNRESTORABLE].find((one) => one === format);
  const packed = PACKINGS.find((one) => one === packing);
  return known !== undefined && packed !== undefined
    ? { format: known, packed }
    : { format: 'none', packed: '' };
}

/** Parses what backup.sh printed. */
export function parseInspection(raw: RawFacts): Inspection {
  const header = lines(raw.get('backup.header'));
  const outline = lines(raw.get('backup.outline'));
  const inHeader = (name: string) => captured(header, new RegExp(`^; *${name}: (.*)$`))[0];
  const place = raw.get('backup.place');
  const made = captured(header, /^; *Archive created at (.*)$/)[0];
  const headerError = header.find((line) => !line.startsWith(';'));
  const version =
    inHeader('Dumped from database version') ??
    captured(outline, /^-- Dumped from database version (.*)$/)[0];
  const database = inHeader('dbname');
  const damage = raw.get('backup.damage');
  const since = parsePairs(raw, 'db.since');
  const compared = parsePairs(raw, 'db.compared');
  return {
    ...(place === 'container' || place === 'host' ? { place } : {}),
    bytes: Number(raw.get('backup.bytes')) || 0,
    ...kindOf(raw.get('backup.format'), raw.get('backup.packed')),
    sha256: (raw.get('backup.sha256') ?? '').trim(),
    ...(database ? { database } : {}),
    ...(headerError ? { headerError } : {}),
    ...(made ? { madeAt: made } : {}),
    ...(version ? { version } : {}),
    ...(damage === undefined ? {} : { damage }),
    isUnread: raw.has('backup.unread'),
    roles: rolesIn(outline),
    extensions: new Set(
      captured(outline, new RegExp(`^CREATE EXTENSION (?:IF NOT EXISTS )?${IDENTIFIER}`)).map(plain),
    ),
    tables: new Set(captured(outline, /^CREATE (?:UNLOGGED )?TABLE (.+) \($/)),
    commands: outline.filter((line) => line.startsWith('\\')),
    ...(since ? { since } : {}),
    ...(compared ? { compared } : {}),
  };
}
