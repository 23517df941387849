import type { Identity } from '../../compose/identity';
import type { Note } from '../../model/note';
import type { Plan } from '../../model/plan';
import type { Target } from '../../model/target';

/** What Compose gets beside its files, as a plan has it: nothing where there is nothing of a kind. */
export function suppliedValues(
  { envFiles, formerEnvFiles, profiles }: Identity,
  { variables: { current, target }, missingEnv }: Target,
): Pick<Plan, 'envFiles' | 'formerEnvFiles' | 'profiles' | 'variables'> {
  const isFormer = formerEnvFiles !== undefined && missingEnv.former.length === 0;
  return {
    ...(envFiles ? { envFiles: [...envFiles] } : {}),
    ...(isFormer ? { formerEnvFiles: [...formerEnvFiles] } : {}),
    ...(profiles ? { profiles: [...profiles] } : {}),
    ...(current.size + target.size > 0
      ? { variables: { from: Object.fromEntries(current), to: Object.fromEntries(target) } }
      : {}),
  };
}

/** That what runs was brought up with an env file that is gone, so that an undo does without it. */
export const formerEnvGone = ({ missingEnv: { former } }: Target): Note[] =>
  former.map((file) => ({
    code: 'note.env-file-gone',
    what: `what runs was brought up with the env file ${file}, which is gone: an undo is given what this rollback is given`,
  }));
