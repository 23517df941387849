import { isSecret } from '../machines/config/secretVariables';
import { Stop } from './exit';

const ID = /^r-[0-9a-f]{8}$/;

/** Reads the id of a rollback or a plan, for the argument or option that is named. */
export const anId = (what: string) => (value: string) => {
  if (!ID.test(value))
    throw new Stop(
      'cli.usage',
      `${what} got ${JSON.stringify(value)}; it accepts an id such as r-7544269e`,
      2,
    );
  return value;
};

/** The values of an option that may stand there more than once. */
export const each = (value: string, former: readonly string[] = []): string[] => [...former, value];

/** The same of variables: each is NAME=VALUE, and none is secret. */
export const variable = (pair: string, former?: readonly string[]): string[] => {
  if (!/^[A-Za-z_]\w*=/.test(pair))
    throw new Stop('cli.usage', `--var got ${JSON.stringify(pair)}; it accepts NAME=VALUE`, 2);
  const [name = ''] = pair.split('=', 1);
  // What Pulumi is asked for stands on its command line, and stays in its history.
  if (isSecret(name, pair.slice(name.length + 1)))
    throw new Stop(
      'compose.secret-variable',
      `--var got ${name}, which is secret by its name or has a password in it: write it into a file that only its owner can read, and name that by --env-file`,
      2,
    );
  return each(pair, former);
};

/** The number of a release on record, with or without the `#`. Throws a Stop with code 2 where it is none. */
export const aNumber = (value: string): string => {
  const [, number] = /^#?([1-9]\d{0,8})$/.exec(value) ?? [];
  if (number === undefined)
    throw new Stop(
      'cli.usage',
      `--forget got ${JSON.stringify(value)}; it accepts a release's number such as 12`,
      2,
    );
  return number;
};
