import type { ComposeModel } from '../model/composeModel';
import type { Container } from '../model/facts';
import type { Carried } from '../model/target';

const READ = /\$(?:\{([A-Za-z_]\w*)[^}]*\}|([A-Za-z_]\w*))/g;

/** The value that a variable had for a name in which it is the only one; undefined where the name does not fit. */
function valueIn(written: string, name: string, reference: string): string | undefined {
  const [read, ...others] = [...written.matchAll(READ)];
  if (!read || others.length > 0 || (read[1] ?? read[2]) !== name) return undefined;
  const before = written.slice(0, read.index);
  const after = written.slice(read.index + read[0].length);
  const fits =
    reference.length >= before.length + after.length &&
    reference.startsWith(before) &&
    reference.endsWith(after);
  return fits ? reference.slice(before.length, reference.length - after.length) : undefined;
}

/**
 * The value of a variable that what runs was brought up with, as far as the name of an image tells it: by the definition
 * as it is written, with the variables in it.
 */
export function valueDeployed(
  written: ComposeModel,
  name: string,
  containers: readonly Container[],
): string | undefined {
  const values = containers.flatMap(({ service, reference }) => {
    const image = written.services[service]?.image;
    return image === undefined ? [] : (valueIn(image, name, reference) ?? []);
  });
  return values[0];
}

/** Variables that services take from the shell that deploys, and that their containers have although nothing gives a value. */
export function notPassedOn(
  model: ComposeModel,
  services: readonly string[],
  carried: readonly Carried[],
): string[] {
  const names = services.flatMap((service) => {
    const given = model.services[service]?.environment;
    const empty = Object.entries(given ?? {}).filter(([, value]) => value === null);
    return empty
      .map(([name]) => name)
      .filter((name) => carried.some((one) => one.service === service && one.name === name));
  });
  return [...new Set(names)];
}

/** Of what a release may be called by: the text that gives its name for every release, where one does. */
export function releaseText(
  reference: string,
  { commit, name }: { readonly commit: string; readonly name?: string },
): string | undefined {
  const [, tag = ''] = /:([^:/@]+)$/.exec(reference) ?? [];
  if (tag === name && tag !== '') return '{tag}';
  const [part] = /[0-9a-f]{7,40}/.exec(tag) ?? [];
  if (part === undefined || !commit.startsWith(part)) return undefined;
  return tag.replace(part, part === commit ? '{commit}' : `{commit:${part.length}}`);
}
