import { z } from 'zod';
import { parseBackupManifest } from '../../machines/detect/observe/backupManifest';
import { parsePairs } from '../../machines/detect/observe/backupStore';
import { lines } from '../../machines/detect/observe/decodeFacts';
import { parseRecord } from '../../machines/detect/observe/deployRecord';
import { namedCommits } from '../../machines/detect/observe/gitFacts';
import type { RawFacts } from '../../machines/model/facts';
import { lossSince } from '../../machines/detect/plan/dataLoss';
import type { Deployment, RecordedBackup } from '../../machines/model/deployRecord';

const commit = z.string().describe('A full commit hash.');
const time = z.string().describe("ISO 8601, by the host's clock.");

const AtStake = z.object({
  written: z.number().describe('Rows that were written since, and would leave the live database.'),
  gone: z.number().describe('Rows that were changed or deleted since, and would come back as they were.'),
});

const Listed = z.object({
  number: z.number().nullable().describe('`--to "#12"`; null for a line of format 1.'),
  at: time,
  commit,
  name: z.string().describe('Tag or branch; empty where none is known.'),
  subject: z.string(),
  by: z.string(),
  outcome: z.string().describe('`healthy`, `unhealthy`, or empty where the record does not say.'),
  found: z
    .string()
    .describe('What was found of it when the next release was deployed; empty where nothing was recorded.'),
  ranSeconds: z.number().nullable().describe('Until the next release came up; null of the newest.'),
  image: z
    .enum(['here', 'archive', 'registry', 'gone'])
    .describe(
      'Whether each of its images is on the host, or kept as a file, or was known to a registry; else it must be built.',
    ),
  migrations: z
    .array(z.string())
    .describe('Applied since the release before it, as far as both are on record.'),
  settings: z
    .array(z.string())
    .describe(
      'Names of settings, or of whole files, that are not as the release before had them; never a value.',
    ),
  backup: z
    .object({
      path: z.string(),
      takenAt: time,
      isThere: z.boolean(),
      atStake: AtStake.nullable().describe(
        'What restoring it would cost, by its snapshot; null where that is not known, or not in a few seconds.',
      ),
    })
    .nullable()
    .describe('Of its time: taken before the next release came up.'),
  noBackup: z.string().describe('Why there is none, where somebody said so.'),
});
export type Listed = z.infer<typeof Listed>;

/** `./rollback releases --json`. */
export const Releases = z
  .object({
    v: z.literal(1).describe('Version of this format; fields may be added under the same one.'),
    unfinished: z
      .object({ at: time, commit })
      .nullable()
      .describe('A `checkpoint before` without an `after`.'),
    unread: z.array(z.number()).describe('Numbers of the lines of the deploy record that cannot be read.'),
    releases: z.array(Listed).describe('Newest first.'),
  })
  .describe('The releases of this host, by its deploy record.');
export type Releases = z.infer<typeof Releases>;

const Unfinished = z.object({ at: z.string(), commit: z.string() });

function unfinishedIn(text: string | undefined): Releases['unfinished'] {
  try {
    return Unfinished.parse(JSON.parse(text ?? ''));
  } catch {
    return null;
  }
}

/** What differs between the settings of two releases: names of a file, or the file where it has none. */
function changedSettings(former: Deployment | undefined, { settings = [] }: Deployment): string[] {
  if (!former?.settings) return [];
  const before = new Map(former.settings.map((file) => [file.path, file]));
  const paths = [...new Set([...before.keys(), ...settings.map(({ path }) => path)])];
  return paths.flatMap((path) => {
    const [was, is] = [before.get(path), settings.find((file) => file.path === path)];
    if (was?.digest === is?.digest) return [];
    if (!was?.keys || !is?.keys) return [path];
    const names = [...new Set([...Object.keys(was.keys), ...Object.keys(is.keys)])];
    return names.filter((name) => was.keys?.[name] !== is.keys?.[name]).sort();
  });
}

const seconds = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;

/** What restoring a backup would cost, where its sidecar is of the file on record and tells its snapshot. */
function atStake(facts: RawFacts, { path, sha256 }: RecordedBackup): z.infer<typeof AtStake> | null {
  const told = lines(facts.get('backups.since')).find((line) => line.startsWith(`${path}\t`));
  const [, sidecar = '', counts = ''] = told?.split('\t') ?? [];
  const of = parseBackupManifest(Buffer.from(sidecar, 'base64').toString('utf8'), '');
  const since = parsePairs(new Map([['since', counts]]), 'since');
  if (!since || !of.tables || (of.sha256 ?? sha256) !== sha256) return null;
  const { rows, gone } = lossSince(of.tables, since);
  return { written: rows, gone };
}

/** The releases that a host's record has, from what queries/read-releases prints. */
export function releasesIn(facts: RawFacts): Releases {
  const { deployments: record, unread } = parseRecord(
    facts.get('deployments.jsonl'),
    facts.get('deployments.short'),
  );
  const images = new Set(lines(facts.get('images')));
  const archived = new Set(lines(facts.get('images.archived')));
  const placeOf = ({ images: ids, digests = {} }: Deployment) => {
    const absent = Object.entries(ids).filter(([, id]) => !images.has(id));
    if (absent.length === 0) return 'here' as const;
    const lacking = absent.filter(([, id]) => !archived.has(id));
    if (lacking.length === 0) return 'archive' as const;
    const isPublished = lacking.every(([service]) => (digests[service] ?? []).length > 0);
    return isPublished ? ('registry' as const) : ('gone' as const);
  };
  const backups = new Set(lines(facts.get('backups')));
  const names = namedCommits(facts.get('git.releases'));
  const listed = (release: Deployment, index: number): Listed => {
    const [former, next] = [record[index - 1], record[index + 1]];
    const known = names.get(release.commit);
    const backup = next?.before?.backup ?? null;
    const applied = new Set(former?.migrations ?? release.migrations ?? []);
    return {
      number: release.number ?? null,
      at: release.at,
      commit: release.commit,
      name: release.tag || known?.name || release.branch || '',
      subject: release.subject ?? known?.subject ?? '',
      by: release.by ?? '',
      outcome: release.outcome ?? '',
      found: next?.before?.found ?? '',
      ranSeconds: next ? seconds(release.at, next.at) : null,
      image: placeOf(release),
      migrations: (release.migrations ?? []).filter((name) => !applied.has(name)),
      settings: changedSettings(former, release),
      backup: backup && {
        path: backup.path,
        takenAt: backup.takenAt,
        isThere: backups.has(backup.path),
        atStake: atStake(facts, backup),
      },
      noBackup: next?.before?.noBackup ?? '',
    };
  };
  return Releases.parse({
    v: 1,
    unfinished: unfinishedIn(facts.get('before')),
    unread: unread.map(({ line }) => line),
    releases: record.map(listed).reverse(),
  });
}
