/** An environment by its variables, as a container or a definition has it. */
type Variables = Readonly<Record<string, unknown>>;

/** What a variable says; one that is empty says nothing to the image either. */
const said = (variables: Variables, name: string): string | undefined => {
  const value = variables[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** Whether a container is a server of PostgreSQL, by what the official image is told, or has in its own environment. */
export const isServer = (image: string, variables: Variables): boolean =>
  said(variables, 'POSTGRES_PASSWORD') !== undefined ||
  said(variables, 'POSTGRES_DB') !== undefined ||
  (said(variables, 'PGDATA') !== undefined && /postgres/.test(image));

/** Which user and database the official image makes when it first comes up. */
export function firstDatabase(variables: Variables): { readonly user: string; readonly name: string } {
  const user = said(variables, 'POSTGRES_USER') ?? 'postgres';
  return { user, name: said(variables, 'POSTGRES_DB') ?? user };
}

/** Where the official image keeps the data. */
export const dataDirectory = (variables: Variables): string =>
  said(variables, 'PGDATA') ?? '/var/lib/postgresql/data';
