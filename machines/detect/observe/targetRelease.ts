import { type ComposeModel, parseCompose } from '../../compose/definition';
import { lines, parseNamedCommit, type RawFacts } from './parseFacts';
import type { Release } from '../../model/plan';

/** What target.sh tells of a commit: the release, what going there takes back, and its definition. */
export interface Target {
  readonly release: Release;
  /** Commits that the target does not have, newest first, as `hash subject`; at most 20. */
  readonly leaves: readonly string[];
  /** Commits that only the target has, likewise. */
  readonly brings: readonly string[];
  /** `14 files changed, …` as git puts it. */
  readonly difference: string;
  /** Whether the commit cannot be had, neither here nor from the remote; then nothing else is known of it. */
  readonly gone: boolean;
  /** Files that git does not know and that a checkout of the target would overwrite. */
  readonly overwritten: readonly string[];
  /** Submodules that the target has at another commit, or that differ from what the checkout has them at. */
  readonly submodules: readonly string[];
  /** Applied migrations that the checkout knows and this release does not. */
  readonly migrations: readonly string[];
  /** Directories of the target, each ended by a slash, and its Dockerfiles, relative to the Compose directory. */
  readonly sources: ReadonlySet<string>;
  /** The Compose file that the target lacks. */
  readonly missingFile?: string;
  /** Why a Compose file cannot be read. */
  readonly composeError?: string;
  readonly current?: ComposeModel;
  readonly target?: ComposeModel;
  /** Image id by name (`repository:tag`), and every image id that is there. */
  readonly imagesByName: ReadonlyMap<string, string>;
  readonly imageIds: ReadonlySet<string>;
  /** Image ids by repository whose label `org.opencontainers.image.revision` is the commit. */
  readonly labelled: ReadonlyMap<string, string>;
}

const pairs = (text: string | undefined): [string, string][] =>
  lines(text)
    .map((line) => line.split(' '))
    .map(([name = '', id = '']) => [name, id]);

const paths = (text: string | undefined): string[] => (text ?? '').split('\0').filter(Boolean);

/** Parses what target.sh printed. */
export function parseTarget(raw: RawFacts): Target {
  const { commit, subject, name } = parseNamedCommit((raw.get('release') ?? '').trim());
  const images = pairs(raw.get('images'));
  const current = raw.get('compose.current');
  const target = raw.get('compose.target');
  const missingFile = raw.get('compose.missing');
  const composeError = raw.get('compose.error');
  return {
    release: { commit, subject, ...(name ? { name } : {}) },
    leaves: lines(raw.get('leaves')),
    brings: lines(raw.get('brings')),
    difference: (raw.get('difference') ?? '').trim(),
    gone: raw.has('gone'),
    overwritten: paths(raw.get('overwritten')),
    submodules: paths(raw.get('submodules')),
    migrations: lines(raw.get('migrations')),
    sources: new Set(paths(raw.get('sources'))),
    ...(missingFile ? { missingFile } : {}),
    ...(composeError ? { composeError } : {}),
    ...(current ? { current: parseCompose(current) } : {}),
    ...(target ? { target: parseCompose(target) } : {}),
    imagesByName: new Map(images),
    imageIds: new Set(images.map(([, id]) => id)),
    labelled: new Map(pairs(raw.get('images.labelled'))),
  };
}
