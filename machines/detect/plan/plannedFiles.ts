import type { Note } from '../../model/note';
import type { Plan } from '../../model/plan';
import type { Release } from '../../model/release';
import type { Target } from '../../model/target';
import { shortHash } from '../history/releases';

type Files = Pick<Plan, 'files' | 'targetFiles'>;

/** The Compose files of a plan: of what it leaves, and of its target where they are called otherwise there. */
export function plannedFiles(
  made: readonly string[],
  { currentFiles = made, files = made }: Pick<Target, 'currentFiles' | 'files'>,
): Files {
  const isSame = files.join('\n') === currentFiles.join('\n');
  return { files: [...currentFiles], ...(isSame ? {} : { targetFiles: [...files] }) };
}

/** That other files are read at the target than those by which the containers were made. */
export function filesNote({ files, targetFiles }: Files, { commit }: Release): Note[] {
  if (!targetFiles) return [];
  const what = `Compose reads ${targetFiles.join(', ')} at ${shortHash(commit)}, instead of ${files.join(', ')}`;
  return [{ code: 'note.other-files', what }];
}
