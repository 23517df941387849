/** An environment by its variables, as a container or a definition has it. */
type Variables = Readonly<Record<string, unknown>>;

/** What a variable says; one that is empty says nothing to the image either. */
const said = (variables: Variables, name: string): string | undefined => {
  const value = variables[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** What images of PostgreSQL call the first user and the first database, the official one first. */
const USERS = ['POSTGRES_USER', 'POSTGRESQL_USERNAME', 'POSTGRESQL_USER'];
const DATABASES = ['POSTGRES_DB', 'POSTGRESQL_DATABASE'];

const firstSaid = (variables: Variables, names: readonly string[]): string | undefined =>
  names.map((name) => said(variables, name)).find((value) => value !== undefined);

/** Which user and database an image makes when it first comes up; the official one calls the database like the user. */
export function firstDatabase(variables: Variables): { readonly user: string; readonly name: string } {
  const user = firstSaid(variables, USERS) ?? 'postgres';
  return { user, name: firstSaid(variables, DATABASES) ?? said(variables, 'POSTGRES_USER') ?? 'postgres' };
}

/** The variable that tells the official image where the data is. */
export const DATA_VARIABLE = 'PGDATA';

/** Where the official image keeps the data. */
export const dataDirectory = (variables: Variables): string =>
  said(variables, DATA_VARIABLE) ?? '/var/lib/postgresql/data';
