import { shownPath } from '../../compose/composeFiles';
import type { Identity } from '../../compose/identity';
import { releaseText } from '../../compose/variables';
import type { Settings } from '../../config/schema';
import { isSecret } from '../../config/secretVariables';
import type { Facts } from '../../model/facts';
import { OPEN, type Remedy } from '../../model/remedy';
import { type Refusal, refuse } from '../../model/refusal';
import type { Target } from '../../model/target';
import { shortHash } from '../history/releases';
import type { Unset } from './blankValues';
import { nameEnvFiles } from './envFileRefusals';

/** Seen by a plan that is still to be made. */
export interface Seen {
  readonly settings: Settings;
  readonly facts: Facts;
  readonly identity: Identity;
  readonly target: Target;
}

/** The lines that supply a variable by an env file: Compose then reads no `.env` by itself. */
export function byEnvFile(
  { settings, identity }: Pick<Seen, 'settings' | 'identity'>,
  name: string,
): readonly (string | Remedy)[] {
  const { variables, ...request } = settings.request;
  const others = Object.entries(variables ?? {}).filter(([other]) => other !== name);
  const asked = others.length > 0 ? { ...request, variables: Object.fromEntries(others) } : request;
  return [
    `write ${name}=… into a file that only its owner can read, and name it, with .env where there is one: `,
    ...nameEnvFiles(asked, [...(identity.envFiles ?? []), OPEN]),
  ];
}

/** What gives the tag of an image that runs for the release that is checked out. */
function textOfNow({ git, containers }: Facts): string | undefined {
  const head = git.head ?? '';
  const release = git.releases.get(head) ?? { commit: head };
  return containers
    .map(({ reference }) => releaseText(reference, release))
    .find((text) => text !== undefined);
}

/** The lines that supply a variable whose value is to be that, and that show which one a container has. */
function supplying({ settings, identity, target }: Seen, name: string, value: string): (string | Remedy)[] {
  const { request } = settings;
  const variables = { ...request.variables, [name]: value };
  const carrier = target.carried.find((one) => one.name === name);
  const shown: readonly (string | Remedy)[] = carrier
    ? [
        `; a container of ${carrier.service} has a value, and this shows it: `,
        { do: 'show-variable', container: carrier.container.slice(0, 12), name },
      ]
    : [];
  return [
    'supply it: ',
    ...(isSecret(name, value)
      ? byEnvFile({ settings, identity }, name)
      : ([
          { do: 'ask', request: { ...request, variables } },
          '; for good: ',
          { do: 'set', key: `deployment.variables.${name}`, value },
        ] as const)),
    ...shown,
  ];
}

/** Refuses variables that nobody supplies, with what supplies the first one that can be named. */
export function notSupplied(seen: Seen, all: readonly Unset[]): Refusal {
  const { settings, facts, target } = seen;
  const named = all.filter((one) => typeof one === 'string');
  const paths = all.flatMap((one) => (typeof one === 'string' ? [] : one.path));
  const files = [...new Set(paths)].map((path) => shownPath(settings.deployment.directory, path));
  const unset = [...named, ...files.map((file) => `a variable in a value of ${file}`)];
  const [first] = named;
  const value = (unset.length === 1 ? textOfNow(facts) : undefined) ?? OPEN;
  return refuse(
    'compose.unset-variable',
    `the definition at ${shortHash(target.release.commit)} reads ${unset.join(', ')}, and nobody supplies ${unset.length > 1 ? 'them' : 'it'}: a release was deployed with a value that only its shell had`,
    first === undefined
      ? `put that value into single quotes in ${files[0] ?? 'the env file'}, if each $ in it stands for itself; else supply the variable there`
      : supplying(seen, first, value),
    { got: 'no value', accepts: 'a value by --var or config "deployment.variables", or in an env file' },
  );
}
