import { isAbsolute, join } from 'node:path';
import type { Facts } from '../model/facts';

/** By which Compose files a container was made, relative to the checkout. */
export interface Made {
  readonly service: string;
  readonly directory: string;
  readonly files: readonly string[];
}

/** A name that Compose looks for by itself. */
const isUsual = (file: string): boolean => /^(docker-)?compose(\.override)?\.ya?ml$/.test(file);
/** One that Compose reads by itself beside another. */
export const isUsualOverride = (file: string): boolean => /^(docker-)?compose\.override\.ya?ml$/.test(file);
const areUsual = (files: readonly string[]): boolean => files.every(isUsual);
const isSame = (one: readonly string[], other: readonly string[] = []): boolean =>
  one.join('\n') === other.join('\n');

type Seen = Pick<Facts, 'filesHere' | 'filesFound' | 'attempts'>;

/** Whether the checkout in a directory has a file; of one outside nobody asks. */
const isHere = (filesHere: ReadonlySet<string>, directory: string, file: string): boolean =>
  isAbsolute(file) || filesHere.has(join(directory, file));

/**
 * Those of the containers that were made by the Compose files that are checked out. Others may have been made before a file
 * got another name, as nothing makes them anew since: their files are not there any more, or are such as nobody names, where
 * Compose finds other ones now. All of them where none is of what is checked out.
 */
export function madeByThese(
  made: readonly Made[],
  directory: string,
  { filesHere, filesFound }: Pick<Seen, 'filesHere' | 'filesFound'>,
): readonly Made[] {
  if (!filesHere) return made;
  const here = made.filter(({ files }) => files.every((file) => isHere(filesHere, directory, file)));
  const found = here.filter(({ files }) => isSame(files, filesFound));
  if (found.length > 0 && here.every(({ files }) => areUsual(files))) return found;
  return here.length > 0 ? here : made;
}

/**
 * Whether a configured Compose file is the same as these, under the name that it has in another release: Compose finds both
 * by itself, or a rollback has gone from one to the other.
 */
export function isRenamed(
  configured: string,
  files: readonly string[],
  directory: string,
  { filesHere, filesFound, attempts }: Seen,
): boolean {
  if (!filesHere || isHere(filesHere, directory, configured)) return false;
  if (isUsual(configured) && isSame(files, filesFound)) return true;
  return attempts.some(({ plan: { files: from, targetFiles: to } }) =>
    [
      [from, to],
      [to, from],
    ].some(([one, other]) => one?.includes(configured) && isSame(files, other)),
  );
}
