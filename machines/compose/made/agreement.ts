import { mounts } from './mounts';
import { image } from './image';
import { command, environment, health, labels, restart } from './process';
import { networks, ports } from './reached';
import { FEW, hasResources } from './simpleFields';
import type { ComposeModel } from '../../model/composeModel';
import type { Container } from '../../model/container';
import type { MadeOf } from '../../model/made';
import type { Compared, Field, Seen } from './seen';
import { unknownFields } from './unknownFields';
import { unescaped } from './values';

const MANY: readonly Field[] = [
  { name: 'image', keys: ['image', 'build'], compare: image },
  { name: 'environment', keys: ['environment'], compare: environment },
  { name: 'command', keys: ['command', 'entrypoint'], compare: command },
  { name: 'mounts', keys: ['volumes', 'configs', 'secrets'], compare: mounts },
  { name: 'ports', keys: ['ports', 'expose'], compare: ports },
  { name: 'networks', keys: ['networks', 'network_mode'], compare: networks },
  { name: 'health check', keys: ['healthcheck'], compare: health },
  { name: 'restart', keys: ['restart'], compare: restart },
  { name: 'labels', keys: ['labels'], compare: labels },
];
const FIELDS: readonly Field[] = [...MANY, ...FEW];

/** Keys that a container is not made of: how it is brought up, built and found. */
const ELSEWHERE: readonly string[] = [
  'depends_on',
  'scale',
  'pull_policy',
  'profiles',
  'extends',
  'develop',
  'attach',
];

const isElsewhere = (key: string, value: unknown): boolean =>
  key.startsWith('x-') ||
  ELSEWHERE.includes(key) ||
  value === null ||
  (key === 'deploy' && !hasResources(value));

/** What of containers is not as a definition says, and what of them nobody can compare, in the definition's own words. */
export interface Agreement {
  /** Fields, `environment (A, B)`: names and places, never a value. */
  readonly differs: readonly string[];
  readonly uncompared: readonly string[];
}

const shown = (name: string, { names = [] }: Compared): string =>
  names.length === 0 ? name : `${name} (${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''})`;

function agreementOf(seen: Seen): Agreement {
  const known = FIELDS.flatMap(({ keys }) => keys);
  const others = Object.entries(seen.definition).flatMap(([key, value]) =>
    known.includes(key) || isElsewhere(key, value) ? [] : key,
  );
  const all = FIELDS.map(({ name, compare }) => ({ name, found: compare(seen) }));
  return {
    differs: all.flatMap(({ name, found }) => (found.differs ? shown(name, found) : [])),
    uncompared: [
      ...others,
      ...all.flatMap(({ found }) => found.uncompared ?? []),
      ...unknownFields(seen.made, seen.image),
    ],
  };
}

/**
 * The containers of a service beside its definition, field by field, those left out that were made by its hash; nothing where
 * it is not told what one was made of. Of the image the name is compared: what it means is told by other evidence.
 */
export function agreement(
  model: ComposeModel,
  project: string,
  containers: readonly Container[],
  { containers: all, images }: MadeOf,
  service: string,
): Agreement | undefined {
  const definition = unescaped(model.services[service]) as Readonly<Record<string, unknown>> | undefined;
  const own = containers.filter((container) => container.service === service);
  if (!definition || own.length === 0) return undefined;
  const found = own.flatMap((container) => {
    const made = all.find(({ id }) => id === container.id);
    const image = images.find(({ id }) => id === made?.image);
    return made && image
      ? agreementOf({ model, definition, project, container, made, image, containers })
      : [];
  });
  const told = own.filter(({ id }) => all.some((one) => one.id === id));
  if (found.length === 0 || found.length < told.length) return undefined;
  const unique = (key: keyof Agreement) => [...new Set(found.flatMap((one) => one[key]))];
  return { differs: unique('differs'), uncompared: unique('uncompared') };
}
