import { releasesLeft } from '../history/sameCommit';
import { posix } from 'node:path';
import { shownPath } from '../../compose/composeFiles';
import { interpolates } from '../../compose/interpolated';
import type { Identity } from '../../compose/identity';
import type { Settings } from '../../config/schema';
import { isSecretName } from '../../config/secretVariables';
import { numberNamed } from '../../config/request';
import { cameUpWell } from '../../model/deployRecord';
import type { Facts } from '../../model/facts';
import type { Request } from '../../model/request';
import type { PlannedSettings, SettingFile, SettingName } from '../../model/settings';
import type { Target } from '../../model/target';
import { type UnreadFile, unreadFiles } from './unreadFiles';

/** What a target's settings are decided from. */
export interface Seen {
  readonly settings: Pick<Settings, 'request' | 'deployment'>;
  readonly identity: Pick<Identity, 'envFiles' | 'files'>;
  readonly target: Target;
  /** Whether the settings are all that differs: then all of them come up but secrets. */
  readonly isAlone?: boolean;
}

/** Why a setting that differs stays today's, in the words of a note. */
export type Why =
  | 'which only containers get'
  | 'which is secret'
  | 'as secrets that the release did not have'
  | 'as was asked for'
  | 'whose content is not kept'
  | 'which lies elsewhere';

/** Settings that come up with a release, and those that differ and stay as they are today. */
export interface DecidedSettings {
  readonly taken?: PlannedSettings;
  /** Compose files of the release that are not read as Compose is called today: none of them comes up. */
  readonly unread: readonly UnreadFile[];
  readonly todays: readonly {
    readonly file: string;
    readonly names?: readonly string[];
    readonly why: Why;
  }[];
}

/**
 * The number of the release on record that a target is: the one that was named, else the newest of its commit that came up
 * well, and of these one that no rollback has left; nothing where that has no settings, or where it is what is checked out.
 */
export function numberOnRecord(
  { git, deployments, attempts }: Pick<Facts, 'git' | 'deployments' | 'attempts'>,
  request: Pick<Request, 'commit'>,
  commit: string,
): number | undefined {
  const named = numberNamed(request);
  if (commit === git.head && named === undefined) return undefined;
  const ofCommit = deployments.filter((line) => line.commit === commit);
  if (named !== undefined) return ofCommit.findLast(({ number }) => number === named)?.number;
  const left = releasesLeft({ attempts });
  const well = ofCommit.filter((line) => line.settings !== undefined && cameUpWell(line));
  const stayed = well.findLast(({ number }) => number === undefined || !left.has(number));
  return (stayed ?? well.at(-1))?.number;
}

const isEnvFile = (path: string): boolean => !/\.ya?ml$/.test(path);
/** What can be one word of a pin. */
const isWord = (text: string): boolean => /^[^\s=,*?[\]]+$/.test(text);

/** Whether Compose itself reads a file for the variables of the definition, and not only a service for its environment. */
function isRead({ settings, identity: { envFiles = [] } }: Seen, path: string): boolean {
  const { directory } = settings.deployment;
  const files = envFiles.length > 0 ? envFiles : ['.env'];
  return files.some((file) => posix.resolve(directory, file) === path);
}

/** Why a name of a file stays today's; nothing where it becomes the release's, or goes as that had none. */
function whyNot(
  { name, state, hasPassword }: SettingName,
  isAll: boolean,
  decides: (name: string) => boolean,
): Why | undefined {
  if (state === 'lacks') return undefined;
  const isHidden = isSecretName(name) || hasPassword;
  if (isHidden && state === 'added') return 'as secrets that the release did not have';
  if (isAll) return undefined;
  if (isHidden) return 'which is secret';
  return decides(name) ? undefined : 'which only containers get';
}

/** The reasons that are of single names. */
const NAMED: readonly Why[] = [
  'which only containers get',
  'which is secret',
  'as secrets that the release did not have',
];

/** What is decided of a file, which is called `shown` in pins and notes. */
interface DecidedFile extends Pick<DecidedSettings, 'todays'> {
  readonly shown: string;
  readonly names?: readonly string[];
  readonly whole?: true;
}

function decidedOf(seen: Seen, file: SettingFile): DecidedFile {
  const { settings, target } = seen;
  const { directory } = settings.deployment;
  const shown = shownPath(directory, file.path);
  const stays = (why: Why) => ({ shown, todays: [{ file: shown, why }] });
  const isInside = shown !== file.path;
  if (file.state === 'lost') return stays('whose content is not kept');
  if (settings.request.settings === 'keep') return stays('as was asked for');
  if (!isWord(shown) || (!isInside && !isRead(seen, file.path))) return stays('which lies elsewhere');
  if (file.state === 'absent' || !isEnvFile(file.path)) return { shown, todays: [], whole: true };
  const own = isRead(seen, file.path)
    ? interpolates(target.written, target.settings?.references)
    : () => false;
  const decides = seen.isAlone ? () => true : own;
  const isAll = settings.request.settings === 'release';
  const of = (why: Why | undefined) =>
    file.names.filter((one) => whyNot(one, isAll, decides) === why).map(({ name }) => name);
  const names = (why: Why) => (of(why).length > 0 ? [{ file: shown, names: of(why), why }] : []);
  return {
    shown,
    names: of(undefined),
    todays: NAMED.flatMap(names),
  };
}

/** Decides which settings of the release on record come up with it; nothing where none is on record. */
export function decidedSettings(seen: Seen): DecidedSettings | undefined {
  const { target } = seen;
  if (!target.settings) return undefined;
  const unread = unreadFiles(seen);
  const isUnread = (path: string) => unread.some((file) => file.path === path);
  const differing = target.settings.files.filter(({ path, state }) => state !== 'same' && !isUnread(path));
  const decided = differing.map((file) => decidedOf(seen, file));
  const files = decided.flatMap(({ shown, names = [], whole }) => {
    if (whole) return [{ path: shown }];
    return names.length > 0 ? [{ path: shown, names: [...names].sort() }] : [];
  });
  return {
    ...(files.length > 0 ? { taken: { release: target.settings.release, files } } : {}),
    unread,
    todays: decided.flatMap(({ todays }) => todays),
  };
}
