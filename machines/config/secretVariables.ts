import type { Request } from '../model/request';

/** What names of secrets have in them, as in host/lib/secrets.sh; here only where a word ends with it. */
export const SECRET_STEMS = 'pass|pwd|secret|token|key|credential|auth|private|dsn';
const SECRET = new RegExp(`(${SECRET_STEMS})s?(?![a-z])|pass(wor|w?d|phrase|code)`, 'i');
/** The end of a name that only tells something about a secret. */
const ABOUT = /_(tag|version|image|digest|port|host|url|file|path|dir|name|user|mode|type|enabled|ttl)$/i;
/** A password in an address. */
const IN_ADDRESS = /:\/\/[^/@:\s]*:[^/@\s]+@/;
/** A value that tells the release is none. */
const TELLS = /\{(commit|commit:\d+|tag)\}/;

/** Whether a variable is called as secrets are, or has a password in it: its value must not be shown or kept. */
export const isSecret = (name: string, value: string): boolean =>
  value !== '' && !TELLS.test(value) && (isSecretName(name) || IN_ADDRESS.test(value));

/** Whether a variable is called as secrets are. */
export const isSecretName = (name: string): boolean => SECRET.test(name) && !ABOUT.test(name);

/** Stands in a request for what is secret. */
const HIDDEN = '***';

/** The variables of a request without what is secret in them: a request is kept in the journal. */
export const withoutSecretValues = (
  variables: NonNullable<Request['variables']>,
): NonNullable<Request['variables']> =>
  Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, isSecret(name, value) ? HIDDEN : value]),
  );
