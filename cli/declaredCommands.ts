import { type Command, Option } from 'commander';
import type { CheckpointOptions } from './commands/checkpoint';
import { Stop } from './exit';
import { aNumber, anId, each, variable } from './optionValues';
import type { Usage } from './usage';

/** Gets what was typed, once the command line turned out to be that command's. */
type Take = (command: Usage['command'], id?: string, options?: Usage['options'] & Directory) => void;

/** The deployment that is looked at without configuration, and whether what it is is to be kept. */
export interface Directory {
  readonly dir?: string;
  readonly keep?: boolean;
}

/** Declares every command with its arguments and options, in the order in which the help has them. */
export function declareCommands(program: Command, take: Take): void {
  const asking = (command: Command) => command.option('-y, --yes', 'do not ask');
  const request = (command: Command) => asking(command.option('--reason <text>', 'why, for the audit'));
  const strict = (command: Command) =>
    command.option('--strict', 'end with 1 where something of a recovery cannot be proven');
  const stopFirst = (command: Command) =>
    command.option('--stop-first', 'stop the app before anything else: it is corrupting data');
  const backup = (command: Command) =>
    command.option('--backup <name>', 'backup to restore: matching, latest, a file name or a path');
  const supplied = (command: Command) =>
    command
      .option(
        '--var <name=value>',
        'what the Compose file reads from the shell that deploys; repeatable',
        variable,
      )
      .option('--env-file <file>', 'what Compose reads instead of .env; repeatable', each);
  const rollback = (command: Command) =>
    stopFirst(
      supplied(
        backup(
          command
            .option('--to <ref>', 'hash, tag or branch to go back to; the release before, if not said')
            .option('--scenario <name>', 'auto, code, database, infrastructure')
            .option('--service <names>', 'services to restart, separated by commas, or all'),
        ),
      ).option(
        '--settings <whose>',
        "of a release on record: auto, keep (today's) or release (the release's)",
      ),
    );

  rollback(program.command('diagnose', { isDefault: true, hidden: true }))
    .option('--dir <directory>', 'any Compose deployment on this machine, without configuration; reads only')
    .option('--keep', 'with --dir: keeps what it is as configuration of the stack')
    .option('--exit-code', 'end with 1 where a rollback is refused')
    .action((options: Usage['options'] & Directory) => take('diagnose', undefined, options));
  const up = request(program.command('up').description('roll back')).argument(
    '[plan]',
    'id of a plan that was shown: does it without a question, if it still is the plan',
    anId('up'),
  );
  rollback(strict(up)).action((plan: string | undefined, options: Usage['options']) =>
    take('up', plan, options),
  );
  const restart = request(program.command('restart').description('restart services at the release that runs'))
    .argument('<services...>', 'services, or all: everything down and up')
    .action((services: string[], options: Usage['options']) =>
      take('up', undefined, { ...options, scenario: 'infrastructure', service: services.join(',') }),
    );
  supplied(strict(restart));
  program
    .command('check')
    .description("verify's checks alone, at any time: reads only, ends with 1 where one fails")
    .action(() => take('check'));
  const data = request(
    program.command('data').description('restore a backup at the release that runs, which stays'),
  ).action((options: Usage['options']) => take('data', undefined, options));
  stopFirst(strict(supplied(backup(data))));
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
    .option('--forget <number>', 'keeps the settings of that release no more; its line stays', aNumber)
    .action((options: Usage['options']) => take('releases', undefined, options));
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

  asking(
    program
      .command('uninstall')
      .description('remove what this project has put on the host; the deployment runs on'),
  )
    .option('--keep-journal', 'all but the journal, and the stack with its audit')
    .action((options: Usage['options']) => take('uninstall', undefined, options));

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
    .option('--archive <releases>', 'after: keeps the images of that many releases as files, too')
    .option('--keep <releases>', 'after: of how many releases backups are kept at least; 10 if not said')
    .option('--keep-days <days>', 'after: for how many days at least; 14 if not said')
    .option('--no-settings', 'after: keeps digests of the settings only, and no file')
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
}
