import { shownPath } from '../../compose/composeFiles';
import { isUsualOverride } from '../../compose/filesOfRelease';
import { readFiles } from '../../compose/readFiles';
import { envFilesNamed } from '../../compose/writtenDefinition';
import type { Identity } from '../../compose/identity';
import type { Settings } from '../../config/schema';
import type { Note } from '../../model/note';
import type { SettingFile } from '../../model/settings';
import type { Target } from '../../model/target';

/** A Compose file of a release on record that Compose does not read as it is called today. */
export interface UnreadFile {
  readonly path: string;
  /** Relative to the directory where it lies below. */
  readonly shown: string;
  /** The release's number on record. */
  readonly release: number;
  readonly isAbsent: boolean;
}

interface Seen {
  readonly settings: { readonly deployment: Pick<Settings['deployment'], 'directory'> };
  readonly identity: Pick<Identity, 'files'>;
  readonly target: Target;
}

/** Whether the target's definition, where it can be read, names a file: by `include`, `env_file`, a mount, a config. */
function isNamed({ inputs = [], target, written }: Target, path: string): boolean {
  if (inputs.some((input) => input.path === path)) return true;
  const services = Object.keys(target?.services ?? {});
  return services.some(
    (service) =>
      (target !== undefined && readFiles(target, service).includes(path)) ||
      (written !== undefined && envFilesNamed(written, service).includes(path)),
  );
}

/** Whether Compose reads a file as it is called today, or may: a definition that cannot be read may include it. */
function isRead({ settings: { deployment }, identity, target }: Seen, { path, state }: SettingFile): boolean {
  const shown = shownPath(deployment.directory, path);
  if ([...identity.files, ...(target.files ?? [])].includes(shown)) return state !== 'absent';
  if (isNamed(target, path)) return true;
  return target.target === undefined && !isUsualOverride(shown);
}

/**
 * The Compose files that a release on record was brought up with and that today's call does not read: override files, and those
 * that were given by `-f`. The plan is made without them, and Compose by itself may read one that is put in its place.
 */
export function unreadFiles(seen: Seen): UnreadFile[] {
  const { settings: recorded } = seen.target;
  if (!recorded) return [];
  const files = recorded.files.filter((file) => /\.ya?ml$/.test(file.path) && !isRead(seen, file));
  return files.map(({ path, state }) => ({
    path,
    shown: shownPath(seen.settings.deployment.directory, path),
    release: recorded.release,
    isAbsent: state === 'absent',
  }));
}

const lacks = ({ shown, release, isAbsent }: UnreadFile): string =>
  `${shown}, which #${release} had, ${isAbsent ? 'is not there today and is not brought back' : 'is not read by Compose as it is called today'}`;

/** Without such a file the definition of no service is proven to be the release's. */
export const unreadDoubts = (
  files: readonly UnreadFile[],
): { readonly what: 'definition'; readonly why: string }[] =>
  files.map((file) => ({ what: 'definition', why: lacks(file) }));

/** What is not brought back, and what to do about it. */
export const unreadNotes = (decided: { readonly unread: readonly UnreadFile[] } | undefined): Note[] =>
  (decided?.unread ?? []).map((file) => ({
    code: 'note.settings-stay',
    what: `${lacks(file)}: ${file.isAbsent ? 'put it back, ' : ''}deploy what is checked out with it, and preview again`,
  }));
