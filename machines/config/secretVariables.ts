import type { Request } from '../model/request';

const SECRET = /(^|_)(pass(word|wd|phrase)?|pwd|secrets?|token|(api)?key|credentials?|dsn)$|secret_key/i;
/** A password in an address. */
const IN_ADDRESS = /:\/\/[^/@:\s]*:[^/@\s]+@/;
/** A value that tells the release is none. */
const TELLS = /\{(commit|commit:\d+|tag)\}/;

/** Whether a variable is called as secrets are, or has a password in it: its value must not be shown or kept. */
export const isSecret = (name: string, value: string): boolean =>
  value !== '' && !TELLS.test(value) && (SECRET.test(name) || IN_ADDRESS.test(value));

/** Whether a variable is called as secrets are. */
export const isSecretName = (name: string): boolean => SECRET.test(name);

/** Stands in a request for what is secret. */
const HIDDEN = '***';

/** The variables of a request without what is secret in them: a request is kept in the journal. */
export const withoutSecretValues = (
  variables: NonNullable<Request['variables']>,
): NonNullable<Request['variables']> =>
  Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, isSecret(name, value) ? HIDDEN : value]),
  );
