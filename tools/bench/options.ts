export interface Options {
  /** Sizes of the databases, ascending. */
  readonly megabytes: readonly number[];
  readonly runs: number;
}

export const USAGE = 'usage: npm run bench:swap -- [--megabytes 50,500] [--runs 3]';

/** The command line's options. Throws what is wrong with it. */
export function options(args: readonly string[]): Options {
  const values = new Map([
    ['--megabytes', '50,500'],
    ['--runs', '3'],
  ]);
  for (let index = 0; index < args.length; index += 2) {
    const [name = '', value] = args.slice(index);
    if (!values.has(name)) throw new Error(`unknown: ${name}\n${USAGE}`);
    if (value === undefined) throw new Error(`${name} needs a value\n${USAGE}`);
    values.set(name, value);
  }
  const numbers = (name: string): number[] =>
    (values.get(name) ?? '').split(',').map((text) => {
      if (!/^[1-9]\d{0,5}$/.test(text)) throw new Error(`${name}: not a positive number: ${text}\n${USAGE}`);
      return Number(text);
    });
  const [runs = 0, ...more] = numbers('--runs');
  if (more.length > 0) throw new Error(`--runs takes one number\n${USAGE}`);
  return { megabytes: [...new Set(numbers('--megabytes'))].sort((a, b) => a - b), runs };
}
