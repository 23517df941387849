/** What each major version of Compose puts between project and service. */
const SEPARATORS = { v1: '_', v2: '-' } as const;

/** The name that a major version of Compose gives to an image that it builds. */
export const builtName = (project: string, service: string, version: keyof typeof SEPARATORS): string =>
  `${project}${SEPARATORS[version]}${service}`;

/** The names that Compose may have given to an image that it has built. */
export const builtNames = (project: string, service: string): string[] =>
  (['v2', 'v1'] as const).map((version) => builtName(project, service, version));

/** A name without tag means `latest`. */
export const withTag = (reference: string): string =>
  /[@]|:[^/]*$/.test(reference) ? reference : `${reference}:latest`;

/** A tag with a digit tells a version; one without (`latest`, `stable`) moves with each deployment. A digest never moves. */
export const tellsVersion = (reference: string): boolean =>
  !reference.includes('@') && /:[^/]*\d[^/]*$/.test(reference);

/** A tag that its registry gives once: a whole version, a date, a hash. Others with a digit (`v2`, `php8`, `eu1`) may be given anew. */
export const tellsBuild = (reference: string): boolean =>
  reference.includes('@') || /:[^/]*(\d+\.\d+\.\d+|\d{6}|(?=[^/]*\d)[0-9a-f]{7})[^/]*$/.test(reference);

/** The repository of an image's name, as Docker shortens it. */
export const repositoryOf = (reference: string): string =>
  reference
    .replace(/@.*$/, '')
    .replace(/:[^:/]*$/, '')
    .replace(/^(?:index\.)?docker\.io\/(?:library\/)?/, '');
