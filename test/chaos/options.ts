import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';

/** What was asked for on the command line. */
export interface Options {
  readonly seed: number;
  /** How many runs there are to be with this seed, those of former calls included. */
  readonly runs: number;
  /** After so many minutes no run is begun any more. */
  readonly minutes: number;
  /** Kinds and scenarios by name; all where there are none. */
  readonly only: readonly string[];
  readonly scenario: readonly string[];
  /** The one place to break at. */
  readonly at?: string;
  readonly fresh?: boolean;
  /** The directory for `chaos.json` and the log of each seed. */
  readonly out: string;
}

const positive = (text: string): number => {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It is to be a positive number.');
  return value;
};

/** Values that may be given several times, or with commas between, all of which must be known. */
const oneOf = (known: readonly string[]) => (text: string, before: readonly string[]) => {
  const names = text.split(',');
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new InvalidArgumentError(`"${unknown}" is none of ${known.join(', ')}.`);
  return [...before, ...names];
};

/** Reads the command line; ends the process, with a message, where it cannot be read. */
export function options(
  args: readonly string[],
  kinds: Readonly<Record<string, string>>,
  scenarios: readonly string[],
): Options {
  const width = 2 + Math.max(...Object.keys(kinds).map(({ length }) => length));
  const command = new Command('npm run chaos --')
    .description('Breaks rollbacks of a real deployment on purpose and looks whether anything is lost.')
    .option(
      '--seed <number>',
      'order of the runs; the same again goes on where it was left',
      positive,
      Date.now() % 1e6,
    )
    .option('--runs <number>', 'runs with this seed, those of former calls included', positive, 150)
    .option('--minutes <number>', 'begin no run after so many minutes', positive, Infinity)
    .option('--only <kind>', 'only these kinds', oneOf(Object.keys(kinds)), [])
    .option('--scenario <name>', `only these of ${scenarios.join(', ')}`, oneOf(scenarios), [])
    .option('--at <place>', 'only at this place, as a failure names it')
    .option('--out <directory>', 'where chaos.json and the log of each seed go', join(__dirname, '../../out'))
    .option('--fresh', 'forget what former calls with this seed came to')
    .addHelpText(
      'after',
      `\nKinds:\n${Object.entries(kinds)
        .map(([name, about]) => `  ${name.padEnd(width)}${about}`)
        .join('\n')}`,
    );
  return command.parse(['node', 'chaos', ...args]).opts<Options>();
}
