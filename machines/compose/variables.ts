import type { ComposeModel } from '../model/composeModel';
import type { Carried } from '../model/target';

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
