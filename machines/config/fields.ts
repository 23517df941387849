import { z } from 'zod';

/** A text of one form; what it accepts is its message. */
export const word = (what: string, pattern: RegExp) => z.string(what).regex(pattern, what);
export const serviceName = word(
  'a service name: letters, digits, ".", "_", "-"',
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/,
);
export const projectName = word(
  'a Compose project name: lower case, digits, "_", "-"',
  /^[a-z0-9][a-z0-9_-]{0,199}$/,
);
export const absolutePath = word('an absolute path without line breaks', /^\/[^\0\n\r]{0,4000}$/);
export const relativePath = word(
  'a path inside the checkout, without ".." and white space',
  /^(?!\/)(?!.*\.\.)[^\0\s]{1,1000}$/,
);
export const filePath = word(
  'a path without white space, glob characters and commas, absolute or relative to the directory',
  /^[^\0\s,*?[\]]{1,1000}$/,
);
export const profileName = word('a name of a profile', /^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/);
/** What the value of a variable may tell of the release that it is for. */
const PLACEHOLDER = /\{(commit|commit:[1-9]\d?|tag)\}/g;
const VARIABLE_VALUE = 'one line of at most 4000 characters; of {…} it knows {commit}, {commit:7} and {tag}';
/** Pulumi keeps what reads as a number or as true as such. */
export const variableValue = z.preprocess(
  (value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value),
  word(VARIABLE_VALUE, /^[^\0\n\r]{0,4000}$/).refine(
    (value) => !/\{(commit|tag)\b[^}]*\}/i.test(value.replace(PLACEHOLDER, '')),
    VARIABLE_VALUE,
  ),
);
/** What Docker and Compose themselves go by is no variable of a definition. */
export const variableName = word(
  'a name of letters, digits and "_", which neither is PATH nor begins with COMPOSE_, DOCKER_ or LD_',
  /^(?!PATH$|COMPOSE_|DOCKER_|LD_)[A-Za-z_][A-Za-z0-9_]{0,127}$/,
);
/** psql takes a name with "=" or "://" for a connection string, which could lead to another server. */
const SQL_NAME = 'a name of at most 63 bytes, without control characters, quotes, "=" and "/"';
export const sqlName = word(SQL_NAME, /^[^\p{Cc}'"\\=/]+$/u).refine(
  (name) => Buffer.byteLength(name) <= 63,
  SQL_NAME,
);
const HTTP = 'an http:// or https:// address, its host in lower case and without a user';
/** Its host is the same for all that read it: curl, bash and Node each read otherwise what is no plain one. */
const isPlain = (url: string): boolean => {
  const [, host = ''] = /^https?:\/\/(\[[^\]]*\]|[^:/?#]*)(?::\d+)?(?:[/?#]|$)/.exec(url) ?? [];
  return host !== '' && URL.canParse(url) && new URL(url).hostname === host;
};
export const httpUrl = z
  .string(HTTP)
  .refine((url) => /^https?:\/\/[^\s'"\\]{1,2000}$/.test(url) && isPlain(url), HTTP);
export const checkName = word(
  'a name of letters, digits, space, ".", "_", "-"',
  /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$/,
);
export const planId = word(
  'a plan id such as r-3f9a01bc, as a preview shows it',
  /^$|^r-[0-9a-f]{8}$/,
).default('');
/** A file name may not hide, be an option, or lead elsewhere. */
export const backupName = word(
  '"matching", "latest", a file name, or an absolute path without line breaks that ends with a name',
  /^(\/(?=.{1,1000}$)([^\0\n\r]*\/)?(?!\.{1,2}\/*$)[^\0\n\r/]+\/*|(?![-.])[^\0\n\r/]{1,255})$/,
  // As a shell completes the name of a directory.
).transform((name) => name.replace(/\/+$/, ''));
export const truth = z
  .preprocess(
    (value) => (value === 'true' ? true : value === 'false' ? false : value),
    z.boolean('true or false'),
  )
  .prefault(false);
const line = word('one line of at most 4000 characters', /^[^\0\n\r]{1,4000}$/);
/** A check that is safe to run more than once says so; any other runs once. */
export const Critical = z.strictObject({
  check: line,
  idempotent: truth,
});
export const critical = z.union(
  [line.transform((check) => ({ check, idempotent: false })), Critical],
  'a URL or a command on one line, or an object: check, idempotent',
);
const WHOLE_SECONDS = 'whole seconds from 1 to 86400';
export const seconds = z.preprocess(
  (value) => (typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value),
  z.int(WHOLE_SECONDS).min(1, WHOLE_SECONDS).max(86400, WHOLE_SECONDS),
);
