import { asDefined } from '../../compose/made/asDefined';
import { variablesGiven } from '../../compose/givenEntries';
import { variableContents, variablesOfBuild } from '../../compose/unhashed';
import { notPassedOn, releaseText } from '../../compose/variables';
import type { Identity } from '../../compose/identity';
import { isSecret } from '../../config/secretVariables';
import type { Settings } from '../../config/schema';
import type { Facts } from '../../model/facts';
import { OPEN, type Remedy } from '../../model/remedy';
import { type Refusal, refuse } from '../../model/refusal';
import type { ServiceChange } from '../../model/serviceChange';
import type { Target } from '../../model/target';
import { shortHash } from '../history/releases';
import { nameEnvFiles } from './envFileRefusals';

/** Seen by a plan that is still to be made. */
interface Seen {
  readonly settings: Settings;
  readonly facts: Facts;
  readonly identity: Identity;
  readonly target: Target;
}

/** Why the configured variables cannot be used, whatever the definition reads. */
export const variablesRefused = (seen: Omit<Seen, 'facts'>): Refusal | undefined =>
  secretVariable(seen) ?? untaggedRelease(seen);

/** The lines that supply a variable by an env file: Compose then reads no `.env` by itself. */
function byEnvFile(
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

/** A variable is secret by its name, and its value would be kept in clear: by Pulumi, in plans, in the journal. */
function secretVariable({ settings, identity }: Pick<Seen, 'settings' | 'identity'>): Refusal | undefined {
  const { variables } = settings.deployment;
  const [name] = Object.entries(variables).find(([one, value]) => isSecret(one, value)) ?? [];
  if (name === undefined) return undefined;
  return refuse(
    'compose.secret-variable',
    `the variable ${name} is secret by its name or has a password in it, and variables are shown and kept in clear`,
    [
      ...byEnvFile({ settings, identity }, name),
      '; then forget the value: ',
      {
        do: 'unset',
        key: settings.supplied?.includes('variables') ? 'variables' : `deployment.variables.${name}`,
      },
    ],
    { accepts: 'variables that anybody may see' },
  );
}

/** A variable is to have the tag of the release, and no tag names one of the two. */
export function untaggedRelease({
  settings,
  target,
}: Pick<Seen, 'settings' | 'target'>): Refusal | undefined {
  const [commit] = target.untagged;
  if (commit === undefined) return undefined;
  const texts = Object.entries(settings.deployment.variables);
  const [name = '', text = ''] = texts.find(([, value]) => value.includes('{tag}')) ?? [];
  return refuse(
    'compose.no-tag',
    `config "deployment.variables.${name}" asks for the tag of ${shortHash(commit)}, and no tag names that commit`,
    { do: 'set', key: `deployment.variables.${name}`, value: OPEN },
    { got: text, accepts: '{tag} where both releases have one; {commit}, {commit:7} or a text' },
  );
}

/** Refuses variables that nobody supplies, with what supplies the first one. */
export function notSupplied({ settings, facts, identity, target }: Seen, unset: readonly string[]): Refusal {
  const [first = ''] = unset;
  const value = (unset.length === 1 ? textOfNow(facts) : undefined) ?? OPEN;
  const { request } = settings;
  const variables = { ...request.variables, [first]: value };
  const carrier = target.carried.find(({ name }) => name === first);
  const shown: readonly (string | Remedy)[] = carrier
    ? [
        `; a container of ${carrier.service} has a value, and this shows it: `,
        { do: 'show-variable', container: carrier.container.slice(0, 12), name: first },
      ]
    : [];
  return refuse(
    'compose.unset-variable',
    `the definition at ${shortHash(target.release.commit)} reads ${unset.join(', ')}, and nobody supplies ${unset.length > 1 ? 'them' : 'it'}: a release was deployed with a value that only its shell had`,
    [
      'supply it: ',
      ...(isSecret(first, value)
        ? byEnvFile({ settings, identity }, first)
        : ([
            { do: 'ask', request: { ...request, variables } },
            '; for good: ',
            { do: 'set', key: `deployment.variables.${first}`, value },
          ] as const)),
      ...shown,
    ],
    { got: 'no value', accepts: 'a value by --var or config "deployment.variables", or in an env file' },
  );
}

/** What gives the tag of an image that runs for the release that is checked out. */
function textOfNow({ git, containers }: Facts): string | undefined {
  const head = git.head ?? '';
  const release = git.releases.get(head) ?? { commit: head };
  return containers
    .map(({ reference }) => releaseText(reference, release))
    .find((text) => text !== undefined);
}

/**
 * Variables that nobody supplies. Compose would take them for blank; that is right only where what runs was brought up
 * so, by exactly what the files come to now, as far as Compose's hash has it: it has no content of configs and secrets.
 */
export function unsetVariables(seen: Seen, services: readonly string[]): Refusal | undefined {
  const { facts, target } = seen;
  const passed = target.target ? notPassedOn(target.target, services, target.carried) : [];
  const unset = [...new Set([...target.unset, ...passed])];
  const { unsetGiven = [], target: wanted } = target;
  const given = wanted ? services.flatMap((service) => variablesGiven(wanted, service)) : [];
  const missing = unsetGiven.filter((name) => given.includes(name));
  if (missing.length > 0) return notSupplied(seen, missing);
  const isAsDefined = (service: string) => asDefined(facts, target, seen.identity.project, service).is;
  if (unset.length > 0 && services.some((service) => isAsDefined(service) !== true))
    return notSupplied(seen, unset);
  const { written } = target;
  const unhashed = written ? services.flatMap((service) => variableContents(written, service)) : [];
  const blank = unset.filter((name) => unhashed.some(({ variables }) => variables.includes(name)));
  return blank.length > 0 ? notSupplied(seen, blank) : undefined;
}

/** Variables that nobody supplies and with which an image would be built. */
export function unsetInBuild(
  seen: Seen,
  services: readonly Pick<ServiceChange, 'service' | 'source'>[],
): Refusal | undefined {
  const { written, unset, inputs } = seen.target;
  if (!written || inputs === undefined) return undefined;
  const built = services.flatMap(({ service, source }) =>
    source === 'build' ? variablesOfBuild(written, service) : [],
  );
  const blank = unset.filter((name) => built.includes(name));
  return blank.length > 0 ? notSupplied(seen, blank) : undefined;
}
