import type { PlannedSettings } from '../../model/settings';
import { type Refusal, refuse } from '../../model/refusal';
import type { Target } from '../../model/target';

/** Credentials out of settings of a release that the database does not take any more, as after a password was changed. */
export function refusedLogin(
  { refusedLogins = [] }: Pick<Target, 'refusedLogins'>,
  released: readonly string[],
  settings: PlannedSettings | undefined,
): Refusal | undefined {
  const service = released.find((name) => refusedLogins.includes(name));
  if (service === undefined || !settings) return undefined;
  return refuse(
    'settings.login-refused',
    `the database refuses the credentials that ${service} would come up with, by the settings of #${settings.release}`,
    [
      "bring today's secrets up with it: ",
      { do: 'update', for: { settings: 'auto' } },
      '; or all of today: ',
      { do: 'update', for: { settings: 'keep' } },
    ],
    {
      got: settings.files
        .map(({ path, names }) => `${names ? names.join(', ') : 'all'} of ${path}`)
        .join('; '),
      accepts: 'credentials that the database takes',
    },
  );
}
