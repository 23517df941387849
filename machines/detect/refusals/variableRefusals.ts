import { asDefined } from '../../compose/made/asDefined';
import { variablesGiven } from '../../compose/givenEntries';
import { variableContents, variablesOfBuild } from '../../compose/unhashed';
import { notPassedOn } from '../../compose/variables';
import { isSecret } from '../../config/secretVariables';
import { OPEN } from '../../model/remedy';
import { type Refusal, refuse } from '../../model/refusal';
import type { ServiceChange } from '../../model/serviceChange';
import { shortHash } from '../history/releases';
import { isRead, type Unset, wasBlank } from './blankValues';
import { byEnvFile, notSupplied, type Seen } from './notSupplied';

/** Why the configured variables cannot be used, whatever the definition reads. */
export const variablesRefused = (seen: Omit<Seen, 'facts'>): Refusal | undefined =>
  secretVariable(seen) ?? untaggedRelease(seen);

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

/**
 * Variables that nobody supplies. Compose would take them for blank; that is right only where what runs was brought up
 * so, by exactly what the files come to now, as far as Compose's hash has it: it has no content of configs and secrets, and
 * nothing of a variable that only the target reads.
 */
export function unsetVariables(seen: Seen, services: readonly string[]): Refusal | undefined {
  const { facts, target } = seen;
  const passed = target.target ? notPassedOn(target.target, services, target.carried) : [];
  const inside = (target.unsetInside ?? []).filter((one) => isRead(target, services, one));
  const unset: Unset[] = [...new Set([...target.unset, ...passed]), ...inside];
  const { unsetGiven = [], target: wanted } = target;
  const given = wanted ? services.flatMap((service) => variablesGiven(wanted, service)) : [];
  const missing = unsetGiven.filter((name) => given.includes(name));
  if (missing.length > 0) return notSupplied(seen, missing);
  const isAsDefined = (service: string) => asDefined(facts, target, seen.identity.project, service).is;
  if (unset.length > 0 && services.some((service) => isAsDefined(service) !== true))
    return notSupplied(seen, unset);
  const { written } = target;
  const unhashed = written ? services.flatMap((service) => variableContents(written, service)) : [];
  const { databaseService } = seen.settings.deployment;
  const deployed = Object.keys(target.current?.services ?? {}).filter(
    (one) => one !== databaseService && isAsDefined(one) === true,
  );
  const blank = unset.filter(
    (one) =>
      unhashed.some(({ variables }) => variables.some((name) => name === one)) ||
      (isRead(target, services, one) && !wasBlank(target, deployed, one)),
  );
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
