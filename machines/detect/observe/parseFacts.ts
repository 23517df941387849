import { z } from 'zod';
import type { Journal } from '../../model/attempt';
import type { Tampering } from '../../model/tampering';
import { lines, fields } from './decodeFacts';
import { parseRecord } from './deployRecord';
import { parseContainers } from '../../compose/container';
import { parseFormerImages } from '../../compose/formerImages';
import { parseHolds, parseLease } from './leaseAndHolds';
import type { Facts, RawFacts } from '../../model/facts';
import { parseAsked } from './asked';
import { parseEngineDown, parseFreeable } from './hostTrouble';
import { queried } from '../../postgres/queryAnswer';
import { namedCommits, parseLock, parseMoves } from './gitFacts';

const optional = <K extends string>(key: K, value: string | undefined): { [P in K]?: string } =>
  value ? ({ [key]: value } as { [P in K]: string }) : {};

/** `checkout`, `state` or `docker`, then a line of `df -Pk`. */
function parseDisks(text: string | undefined): Pick<Facts, 'disks' | 'diskSpace'> {
  const disks = fields(text, ' ').map((line) => {
    const [place = '', , , , free, used = '', ...mount] = line.filter(Boolean);
    return { place, mount: mount.join(' '), freeKiB: Number(free), used };
  });
  return {
    disks: [...new Map(disks.map(({ place: _, ...disk }) => [disk.mount, disk])).values()],
    diskSpace: Object.fromEntries(disks.map(({ place, mount, freeKiB }) => [place, { mount, freeKiB }])),
  };
}

/** A rollback's id and a file in its directory a line. */
function parseSafety(text: string | undefined): Map<string, Set<string>> {
  const files = new Map<string, Set<string>>();
  for (const [id = '', file = ''] of fields(text, '\t'))
    files.set(id, (files.get(id) ?? new Set()).add(file));
  return files;
}

/** A rollback's id and a file with settings a line. */
function parseTouched(text: string | undefined): Map<string, string[]> {
  const files = new Map<string, string[]>();
  for (const [id = '', path = ''] of fields(text, '\t')) files.set(id, [...(files.get(id) ?? []), path]);
  return files;
}

/** A container and its image a line. */
const parseUpdaters = (text: string | undefined): { container: string; image: string }[] =>
  fields(text, '\t').map(([container = '', image = '']) => ({ container, image }));

/** A tool and its version a line. */
const parseVersions = (text: string | undefined): Map<string, string> =>
  new Map(fields(text, ' ').flatMap(([tool = '', version]) => (version ? [[tool, version] as const] : [])));

/** What detect.sh asks the database. */
const About = z.object({
  version: z.string(),
  oid: z.string().nullable(),
  left: z.array(z.string()),
  wrongPages: z.number(),
});

/** Facts from what detect.sh printed and the journal that was read from it, or why it cannot be read. */
export function parseFacts(
  raw: RawFacts,
  journal: Journal,
  journalError?: string,
  tampered?: Tampering,
): Facts {
  const word = (name: string) => raw.get(name)?.trim();
  const tagged = new Map(fields(raw.get('tagged'), ' ').map(([id = '', time]) => [id, time]));
  const images = new Map(
    fields(raw.get('sizes'), ' ').map(([id = '', size, created = '', revision = '']) => [
      id,
      { bytes: Number(size), created, revision, tagged: tagged.get(id) },
    ]),
  );
  const { containers, error } = parseContainers(lines(raw.get('containers')), images);
  const record = parseRecord(raw.get('deployments.jsonl'), raw.get('deployments.short'));
  const about = queried(About, raw, 'database');
  return {
    host: word('host') ?? '',
    user: word('user') ?? '',
    clock: word('clock') ?? '',
    missing: word('missing')?.split(' ').filter(Boolean) ?? [],
    ...optional('oldBash', word('bash')),
    ...(raw.has('versions') ? { versions: parseVersions(raw.get('versions')) } : {}),
    silent: [...new Set(lines(raw.get('silent')))],
    unwritable: lines(raw.get('unwritable')),
    ...optional('directory', word('directory')),
    git: {
      ...optional('head', word('git.head')),
      ...optional('branch', word('git.branch')),
      ...optional('error', word('git.error')),
      ...parseLock(raw.get('git.lock')),
      ...optional('unfinished', word('git.unfinished')),
      shallow: word('git.shallow') === 'true',
      bare: word('git.bare') === 'true',
      modified: (raw.get('git.modified') ?? '').split('\0').filter(Boolean),
      reflog: lines(raw.get('git.reflog')),
      ...parseMoves(raw.get('git.moves')),
      releases: namedCommits(raw.get('git.releases')),
    },
    wanted: {
      ...optional('commit', word('commit')),
      ...optional('ambiguous', word('commit.ambiguous')),
      remote: raw.has('commit.remote'),
    },
    docker: {
      endpoint: word('docker.endpoint') ?? '',
      ...optional('version', word('docker.version')),
      ...optional('error', word('docker.error') ?? error),
      ...optional('group', word('docker.group')),
      ...parseEngineDown(raw),
    },
    compose: {
      ...optional('v1', word('compose.v1')),
      ...optional('v2', word('compose.v2')),
      ...(raw.has('compose.alone') ? { isAlone: true } : {}),
    },
    projects: word('projects')?.split(' ').filter(Boolean) ?? [],
    containers,
    ...(raw.has('files.here') ? { filesHere: new Set(lines(raw.get('files.here'))) } : {}),
    ...(raw.has('files.found') ? { filesFound: lines(raw.get('files.found')) } : {}),
    networks: lines(raw.get('networks')),
    ...(raw.has('images.former') ? { formerImages: parseFormerImages(raw.get('images.former')) } : {}),
    hasDeployScript: raw.has('deploy.script'),
    ...parseAsked(raw),
    database: {
      ...optional('version', about?.version),
      ...optional('error', word('database.error')),
      ...optional('oid', about?.oid ?? undefined),
      damage: [
        ...(about && about.wrongPages > 0 ? [`${about.wrongPages} pages with a wrong checksum`] : []),
        ...lines(raw.get('database.damage')),
      ],
      left: about?.left ?? [],
    },
    ...parseDisks(raw.get('disk')),
    ...(raw.has('reserve') ? { reserveKiB: Number(word('reserve')) } : {}),
    ...(raw.has('freeable') ? { freeable: parseFreeable(raw.get('freeable')) } : {}),
    deployments: record.deployments,
    ...(record.unread.length > 0 ? { unreadRecord: record.unread } : {}),
    attempts: journal.attempts,
    ...parseLease(raw.get('lease')),
    ...parseHolds(raw.get('holds')),
    ...(raw.has('hold.readers') ? { holdReaders: lines(raw.get('hold.readers')) } : {}),
    ...(raw.has('updaters') ? { updaters: parseUpdaters(raw.get('updaters')) } : {}),
    ...(raw.has('units') ? { units: lines(raw.get('units')) } : {}),
    pins: lines(raw.get('pins')),
    rollbackDirectories: lines(raw.get('rollbacks')),
    safety: parseSafety(raw.get('safety')),
    ...(raw.has('settings.touched') ? { settingsTouched: parseTouched(raw.get('settings.touched')) } : {}),
    ...(tampered ? { tampered } : {}),
    ...optional('journalError', journalError),
    ...optional('journalHead', journal.head),
  };
}
