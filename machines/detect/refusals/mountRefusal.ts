import { mountsOf, volumeName } from '../../compose/volumes';
import type { ComposeModel } from '../../model/composeModel';
import type { Facts } from '../../model/facts';
import { type Refusal, refuse } from '../../model/refusal';

/** A path as each of these directories has it, of which all are one, reached by different names. */
const fromRoot = (path: string, roots: readonly string[]): string => {
  const root = roots.find((one) => path === one || path.startsWith(`${one}/`));
  return root === undefined ? path : `.${path.slice(root.length)}`;
};

/** What definitions name for a place in a service: directories of the host, or keys of the top-level volumes. */
const namedAt = (
  models: readonly ComposeModel[],
  service: string,
  kind: 'bind' | 'volume',
  place: string,
): { readonly model: ComposeModel; readonly source: string }[] =>
  models.flatMap((model) =>
    mountsOf(model, service).flatMap(({ type, source, destination }) =>
      type === kind && source !== '' && destination === place ? [{ model, source }] : [],
    ),
  );

/**
 * A directory of the host that a service of the release has mounted, where neither the definition that is checked out nor
 * the target's names it for that place: the shell that deployed had other values (`HOME`, a user), and a container that is
 * made now would come up on other data.
 */
export function otherDirectory(
  current: ComposeModel,
  wanted: ComposeModel,
  { containers, directory }: Pick<Facts, 'containers' | 'directory'>,
  services: readonly string[],
  deployed: string,
): Refusal | undefined {
  const roots = [deployed, ...(directory === undefined ? [] : [directory])];
  for (const service of services) {
    const mounts = containers.filter((one) => one.service === service).flatMap((one) => one.mounts);
    for (const { type, source: mounted, destination } of mounts) {
      const named = namedAt([current, wanted], service, 'bind', destination).map(({ source }) => source);
      const isNamed = named.some((source) => fromRoot(source, roots) === fromRoot(mounted, roots));
      if (type !== 'bind' || named.length === 0 || isNamed) continue;
      return refuse(
        'mount.other-directory',
        `${service} has another directory of the host at ${destination} than its definition names, as seen from here: it would come up on other data`,
        'run this as the user and with the variables with which it was deployed',
        { got: named[0] ?? '', accepts: `${mounted}, as its container has` },
      );
    }
  }
  return undefined;
}

/**
 * The same of a named volume: its name had a variable in it, of which no hash of a service knows. Nothing where one of the two
 * definitions has what the container has.
 */
export function otherVolume(
  current: ComposeModel,
  wanted: ComposeModel,
  { containers }: Pick<Facts, 'containers'>,
  project: string,
  services: readonly string[],
): Refusal | undefined {
  const own = containers.filter(({ service }) => services.includes(service));
  for (const { service, mounts } of own) {
    for (const { type, name, destination } of mounts) {
      const named = namedAt([current, wanted], service, 'volume', destination).map(({ model, source }) =>
        volumeName(model, project, source),
      );
      if (type !== 'volume' || named.length === 0 || named.includes(name)) continue;
      return refuse(
        'mount.other-directory',
        `${service} has another volume at ${destination} than its definition names, as seen from here: it would come up on other data`,
        'run this with the variables with which it was deployed',
        { got: named[0] ?? '', accepts: `${name}, as its container has` },
      );
    }
  }
  return undefined;
}
