import { posix } from 'node:path';
import type { Note } from '../../model/note';
import type { Plan } from '../../model/plan';
import type { NamesOfFile } from '../../model/settings';
import type { Target } from '../../model/target';
import { isSecretName } from '../../config/secretVariables';
import { shownPath } from '../../compose/composeFiles';
import type { DecidedSettings, Seen, Why } from './settingsOfRelease';

/** Why the record proves nothing of a file, although it has it. */
const UNPROVEN: readonly Why[] = ['as was asked for', 'whose content is not kept', 'which lies elsewhere'];

/** Whether the record tells of a file, by its absolute path, what the release had, and the plan goes by that. */
export function isProvenByRecord(
  { settings: { deployment }, target }: Pick<Seen, 'settings' | 'target'>,
  { todays }: Pick<DecidedSettings, 'todays'>,
): (path: string) => boolean {
  const unproven = new Set(
    todays
      .filter(({ why }) => UNPROVEN.includes(why))
      .map(({ file }) => posix.resolve(deployment.directory, file)),
  );
  const known = new Set((target.settings?.files ?? []).map(({ path }) => path));
  return (path) => known.has(path) && !unproven.has(path);
}

/** The names that stay for a reason, by file. */
const namesThatStay = ({ todays }: DecidedSettings, reason: Why): NamesOfFile[] =>
  todays.flatMap(({ file, names, why }) =>
    why === reason && names ? [{ path: file, names: [...names].sort() }] : [],
  );

/** Names that the release had otherwise and that stay as they are today, as a plan has them; nothing where there are none. */
export function settingsThatStay(
  { settings: recorded }: Pick<Target, 'settings'>,
  decided: DecidedSettings | undefined,
): Pick<Plan, 'settingsStay'> {
  if (!decided || !recorded) return {};
  const containers = namesThatStay(decided, 'which only containers get');
  const secrets = namesThatStay(decided, 'which is secret');
  if (containers.length + secrets.length === 0) return {};
  return {
    settingsStay: {
      release: recorded.release,
      ...(containers.length > 0 ? { containers } : {}),
      ...(secrets.length > 0 ? { secrets } : {}),
    },
  };
}

/** The secrets of the release that come up, as a file that is taken as a whole has them; nothing where that was asked for. */
export const secretsNotes = (
  { settings: { request, deployment }, target }: Pick<Seen, 'settings' | 'target'>,
  decided: DecidedSettings | undefined,
): Note[] =>
  (target.settings?.files ?? []).flatMap(({ path, secrets = [] }): Note[] => {
    const shown = shownPath(deployment.directory, path);
    const isTaken = decided?.taken?.files.some((file) => file.path === shown && !file.names);
    const names = secrets.filter(isSecretName);
    if (!isTaken || names.length === 0 || request.settings === 'release') return [];
    return [
      {
        code: 'note.settings-secrets',
        what: `${shown} comes from #${target.settings?.release} as a whole, and ${names.join(', ')} with it; settings: keep (--settings keep) leaves all as it is today`,
      },
    ];
  });

/** What stays as it is today and is in no group: files as a whole, and secrets that the release did not have. */
export const settingsNotes = (decided: DecidedSettings | undefined): Note[] =>
  (decided?.todays ?? []).flatMap(({ file, names, why }): Note[] => {
    if (!names) return [{ code: 'note.settings-stay', what: `${file} stays as it is today, ${why}` }];
    return why === 'as secrets that the release did not have'
      ? [
          {
            code: 'note.settings-stay',
            what: `${names.join(', ')} of ${file} stay as they are today, ${why}`,
          },
        ]
      : [];
  });
