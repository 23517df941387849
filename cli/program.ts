import { Command, CommanderError, Option } from 'commander';
import { isSecret } from '../machines/config/secretVariables';
import type { Asked } from './requestOptions';
import type { CheckpointOptions } from './commands/checkpoint';
import type { ClosingState } from './commands/close';
import type { Consent } from './commands/up';
import { Stop } from './exit';

/** How the answer of a command that only reads is given. */
export interface Shown {
  /** As one JSON object on standard output. */
  readonly json?: boolean;
  /** The exit code is 1 where a preview is refused. */
  readonly exitCode?: boolean;
}

/** What was typed. */
export interface Usage {
  readonly stack: string;
  readonly command:
    | 'diagnose'
    | 'up'
    | 'undo'
    | 'release'
    | 'close'
    | 'recover'
    | 'history'
    | 'releases'
    | 'report'
    | 'writes'
    | 'prune'
    | 'checkpoint';
  /** The plan's or rollback's id; prune: the name of a database. */
  readonly id?: string;
  readonly directory?: string;
  readonly options: Asked &
    Consent &
    ClosingState &
    Shown & { readonly out?: string; readonly checkpoint?: CheckpointOptions };
}

const HELP = `
Every command prints the \`pulumi\` lines that it stands for, and types them. Nothing is changed without
\`yes\`, --yes or a plan's id. Where PULUMI_BACKEND_URL is set, that stack is used; else one of its own.

  ./rollback                      what is wrong, and what a rollback would do
  ./rollback --to v2              the same for that tag, branch or hash
  ./rollback up                   the same, then asks, then does it
  ./rollback up r-7544269e        does just that plan, if it still is the one that was shown
  ./rollback up --to v2           goes back to that tag, branch or hash
  ./rollback --json               the same as one JSON object; --exit-code: ends with 1 where it is refused
  ./rollback --dir /opt/app       looks at any Compose deployment on this machine, without configuration
  ./rollback up --scenario infrastructure --service backend
  ./rollback up --scenario database --backup latest
`;

/** The commands that only read: these can answer in JSON. */
const READING: readonly Usage['command'][] = ['diagnose', 'history', 'releases', 'report'];

const ID = /^r-[0-9a-f]{8}$/;
const anId = (what: string) => (value: string) => {
  if (!ID.test(value))
    throw new Stop(
      'cli.usage',
      `${what} got ${JSON.stringify(value)}; it accepts an id such as r-7544269e`,
      2,
    );
  return value;
};

/** The values of an option that may stand there more than once. */
const each = (value: string, former: readonly string[] = []): string[] => [...former, value];
const variable = (pair: string, former?: readonly string[]): string[] => {
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

/** Reads the command line. Throws a Stop with code 2 when it is none; nothing comes back where help was asked for. */
export function parseUsage(words: readonly string[], write: (text: string) => void): Usage | undefined {
  let usage: Usage | undefined;
  const program = new Command('rollback')
    .description('Rolls a Docker Compose deployment back: shows first, asks, then does.')
    .option('--stack <name>', 'stack to work on', 'production')
    .option(
      '--json',
      'the look, history, releases, report: one JSON object on standard output, all else on standard error',
    )
    .addHelpText('after', HELP)
    .configureOutput({ writeOut: write, writeErr: () => undefined })
    .exitOverride();
  const take = (
    command: Usage['command'],
    id?: string,
    options: Usage['options'] & { dir?: string } = {},
  ) => {
    const { dir, ...rest } = options;
    const { stack, json } = program.opts<{ stack: string; json?: true }>();
    if (!/^[A-Za-z0-9._/-]{1,200}$/.test(stack))
      throw new Stop('cli.usage', `--stack got ${JSON.stringify(stack)}; it accepts a stack's name`, 2);
    if (json && !READING.includes(command))
      throw new Stop(
        'cli.usage',
        `--json is for the look, history, releases and report; ${command} has none`,
        2,
      );
    usage = {
      stack,
      command,
      options: { ...rest, ...(json ? { json } : {}) },
      ...(id ? { id } : {}),
      ...(dir === undefined ? {} : { directory: dir }),
    };
  };
  const asking = (command: Command) => command.option('-y, --yes', 'do not ask');
  const request = (command: Command) => asking(command.option('--reason <text>', 'why, for the audit'));

  program
    .command('diagnose', { isDefault: true, hidden: true })
    .option('--dir <directory>', 'any Compose deployment on this machine, without configuration; reads only')
    .option('--to <ref>', 'shows a rollback to that hash, tag or branch')
    .option('--exit-code', 'end with 1 where a rollback is refused')
    .action((options: { dir?: string; to?: string; exitCode?: boolean }) =>
      take('diagnose', undefined, options),
    );
  request(program.command('up').description('roll back'))
    .argument(
      '[plan]',
      'id of a plan that was shown: does it without a question, if it still is the plan',
      anId('up'),
    )
    .option('--to <ref>', 'hash, tag or branch to go back to; the release before, if not said')
    .option('--scenario <name>', 'auto, code, database, infrastructure')
    .option('--service <names>', 'services to restart, separated by commas, or all')
    .option('--backup <name>', 'backup to restore: matching, latest, a file name or a path')
    .option(
      '--var <name=value>',
      'what the Compose file reads from the shell that deploys; repeatable',
      variable,
    )
    .option('--env-file <file>', 'what Compose reads instead of .env; repeatable', each)
    .option('--strict', 'end with 1 where something of a recovery cannot be proven')
    .option('--stop-first', 'stop the app before anything else: it is corrupting data')
    .action((plan: string | undefined, options: Usage['options']) => take('up', plan, options));
  request(program.command('undo').description('take a rollback back'))
    .argument('<id>', 'id of the rollback', anId('undo'))
    .option(
      '--confirm <plan>',
      'id of the plan of the undo that was shown: does it without a question',
      anId('--confirm'),
    )
    .action((id: string, options: Usage['options']) => take('undo', id, options));
  program
    .command('release')
    .description('let the release that a rollback has left be deployed again')
    .argument('<id>', 'id of the rollback', anId('release'))
    .action((id: string) => take('release', id));
  program
    .command('close')
    .description('put on record how a rollback ended that you have brought to its end by hand')
    .argument('<id>', 'id of the rollback', anId('close'))
    .addOption(
      new Option('--as <end>', 'undone: all is as before; degraded: it stays at the target')
        .choices(['undone', 'degraded'])
        .makeOptionMandatory(),
    )
    .option('--reason <text>', 'why, for the audit')
    .action((id: string, options: Usage['options']) => take('close', id, options));
  program
    .command('recover')
    .description('after a killed `pulumi up`: clean up and go on')
    .action(() => take('recover'));
  program
    .command('history')
    .description('the rollbacks of this host, newest first')
    .action(() => take('history'));
  program
    .command('releases')
    .description("the releases on record, newest first: what --to '#12' can name")
    .action(() => take('releases'));
  program
    .command('report')
    .description('one rollback in full: the newest, or the one named')
    .argument('[id]', 'id of the rollback', anId('report'))
    .action((id: string | undefined) => take('report', id));

  program
    .command('writes')
    .description('export the rows that live only in the database that a rollback has sealed')
    .argument('<id>', 'id of the rollback', anId('writes'))
    .option('--out <directory>', 'where to, a new or an empty one; ./writes-<id> if not said')
    .action((id: string, options: Usage['options']) => take('writes', id, options));
  asking(program.command('prune').description('list the databases that rollbacks have left, or drop one'))
    .argument('[name]', 'the database to drop')
    .action((name: string | undefined, options: Usage['options']) => take('prune', name, options));

  program
    .command('checkpoint')
    .description('put a release on record, or install the script that does so for a deploy script')
    .argument('[words...]', '`ask COMMIT`, `before [COMMIT]` or `after`')
    .option('--install', 'put the script into the state directory')
    .option('--group <group>', 'with --install: whose members may run it, too')
    .option('--no-backup', 'before: without a backup; needs --reason')
    .option('--reason <text>', 'why there is none; goes on record')
    .option('--backup-max-age <age>', 'before: a backup of at most that age will do, such as 6h')
    .option('--backup-command <command>', 'before: takes the backup, and prints its path last')
    .option('--rolled-back-from <commit>', 'after: the release that the deploy script left for an older one')
    .option('--wait <seconds>', 'after: until all is healthy, at most; 180 if not said')
    .option('--keep <releases>', 'after: of how many releases backups are kept at least; 10 if not said')
    .option('--keep-days <days>', 'after: for how many days at least; 14 if not said')
    .option('--dry-run', 'after: only says which backups would be removed')
    .action((words: string[], options: CheckpointOptions) => {
      if ((words.length === 0) !== (options.install === true))
        throw new Stop(
          'cli.usage',
          ['checkpoint accepts --install, or ask COMMIT, before, after', 'See ./rollback --help'],
          2,
        );
      take('checkpoint', undefined, { checkpoint: { ...options, words } });
    });

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
