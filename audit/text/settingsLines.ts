import type { Plan } from '../../machines/model/plan';
import type { PlannedSettings } from '../../machines/model/settings';

const listed = (files: PlannedSettings['files']): string =>
  files.map(({ path, names }) => (names ? `${names.join(', ')} (${path})` : path)).join('; ');

/**
 * Whose settings come up with a release on record, by name and never by value: the release's; today's, as only containers get
 * them; today's, as they are secret. An undo brings back what was.
 */
export function settingsLines({ action, settings, settingsStay }: Plan): string[] {
  if (action === 'undo') return [];
  const { release = settings?.release, containers = [], secrets = [] } = settingsStay ?? {};
  return [
    ...(settings ? [`  settings of #${release} that come up: ${listed(settings.files)}`] : []),
    ...(containers.length > 0
      ? [`  today's settings that stay, as only containers get them: ${listed(containers)}`]
      : []),
    ...(secrets.length > 0
      ? [
          `  today's secrets that stay: ${listed(secrets)}; settings: release (--settings release) brings those of #${release}`,
        ]
      : []),
  ];
}
