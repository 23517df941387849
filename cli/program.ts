import { Command, CommanderError } from 'commander';
import { declareCommands, type Directory } from './declaredCommands';
import { Stop } from './exit';
import type { Usage } from './usage';

const HELP = `
Every command prints the \`pulumi\` lines that it stands for, and types them. Nothing is changed without
\`yes\`, --yes or a plan's id. Where PULUMI_BACKEND_URL is set, that stack is used; else one of its own.

  ./rollback                      what is wrong, and what a rollback would do
  ./rollback --to v2              the same for that tag, branch or hash; it takes what up takes
  ./rollback up                   the same, then asks, then does it
  ./rollback up r-7544269e        does just that plan, if it still is the one that was shown
  ./rollback up --to v2           goes back to that tag, branch or hash
  ./rollback --json               the same as one JSON object; --exit-code: ends with 1 where it is refused
  ./rollback --dir /opt/app       looks at any Compose deployment on this machine, without configuration
  ./rollback --dir /opt/app --keep  keeps what it is as configuration
  ./rollback check                whether all is well, check by check: reads only
  ./rollback restart backend      restarts it at the release that runs; all: everything down and up
  ./rollback data --backup latest restores that backup; the release stays
  ./rollback up --scenario database --backup latest
`;

/** The commands that only read: these can answer in JSON. */
const READING: readonly Usage['command'][] = ['diagnose', 'check', 'history', 'releases', 'report'];

/** Reads the command line. Throws a Stop with code 2 when it is none; nothing comes back where help was asked for. */
export function parseUsage(words: readonly string[], write: (text: string) => void): Usage | undefined {
  let usage: Usage | undefined;
  const program = new Command('rollback')
    .description('Rolls a Docker Compose deployment back: shows first, asks, then does.')
    .option('--stack <name>', 'stack to work on', 'production')
    .option(
      '--json',
      'the look, check, history, releases, report: one JSON object on standard output, all else on standard error',
    )
    .addHelpText('after', HELP)
    .configureOutput({ writeOut: write, writeErr: () => undefined })
    .exitOverride();
  const take = (command: Usage['command'], id?: string, options: Usage['options'] & Directory = {}) => {
    const { dir, keep, ...rest } = options;
    const { stack, json } = program.opts<{ stack: string; json?: true }>();
    if (!/^[A-Za-z0-9._/-]{1,200}$/.test(stack))
      throw new Stop('cli.usage', `--stack got ${JSON.stringify(stack)}; it accepts a stack's name`, 2);
    if (json && !READING.includes(command))
      throw new Stop(
        'cli.usage',
        `--json is for the look, check, history, releases and report; ${command} has none`,
        2,
      );
    if (keep && dir === undefined)
      throw new Stop('cli.usage', '--keep goes with --dir: ./rollback --dir DIRECTORY --keep', 2);
    usage = {
      stack,
      command,
      options: { ...rest, ...(json ? { json } : {}) },
      ...(id ? { id } : {}),
      ...(dir === undefined ? {} : { directory: dir, ...(keep ? { keep } : {}) }),
    };
  };
  declareCommands(program, take);

  try {
    program.parse([...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    const stray =
      /too many arguments for 'diagnose'/.test(error.message) && words.find((word) => /^[^-]/.test(word));
    if (stray) throw new Stop('cli.usage', [`there is no command "${stray}"`, 'See ./rollback --help'], 2);
    if (error.message.includes("'--dir'"))
      throw new Stop(
        'cli.usage',
        '--dir is for looking, and goes with no command: ./rollback --dir DIRECTORY',
        2,
      );
    throw new Stop('cli.usage', [error.message.replace(/^error: /, ''), 'See ./rollback --help'], 2);
  }
  return usage;
}
