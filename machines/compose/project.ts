/** Which project runs from a directory, or why that is not known. */
type Which =
  | { readonly kind: 'one'; readonly project: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly projects: readonly string[] };

/** The project: the one that is set, else the only one of those whose containers come from the directory. */
export function whichProject(set: string | undefined, found: readonly string[]): Which {
  const [first, ...others] = found;
  if (set !== undefined) return { kind: 'one', project: set };
  if (first === undefined) return { kind: 'none' };
  return others.length > 0 ? { kind: 'several', projects: found } : { kind: 'one', project: first };
}

/** The project that a host looks at: of several the first. Nothing where there is none. */
export const lookedAt = (set: string | undefined, found: readonly string[]): string | undefined =>
  set ?? found[0];
