import { z } from 'zod';
import { shellQuote } from '../../machines/text/shellQuote';
import { checkpointFile } from '../../resources/script/checkpointFile';
import { checkpointVariables } from '../../resources/script/deploymentVariables';
import { projectOf } from '../host/deployment';
import { askHost, ranBy } from '../host/scripts';
import { settingsInFile } from '../pulumi/fileSettings';
import { Stop } from '../exit';
import type { Session } from '../pulumi/session';
import { versionOf } from '../pulumi/stackLocation';

const Answer = z.object({ summary: z.string() });

/** What was typed behind `checkpoint`. */
export interface CheckpointOptions {
  readonly install?: boolean;
  /** A group of the host whose members may run what is installed. */
  readonly group?: string;
  /** What the script is called with: `ask COMMIT`, `before`, `after`. */
  readonly words?: readonly string[];
  /** False where there is to be no backup. */
  readonly backup?: boolean;
  readonly reason?: string;
  readonly backupMaxAge?: string;
  readonly backupCommand?: string;
  /** Seconds, as typed. */
  readonly wait?: string;
  /** Of how many releases the images are kept as files, as typed. */
  readonly archive?: string;
  readonly keep?: string;
  readonly rolledBackFrom?: string;
  readonly keepDays?: string;
  readonly dryRun?: boolean;
  /** False where only digests of the settings are to be kept. */
  readonly settings?: boolean;
}

/** The words of the script, a line each. */
function argumentsOf(options: CheckpointOptions): string {
  const {
    words = [],
    backup,
    dryRun,
    settings,
    reason,
    backupMaxAge,
    backupCommand,
    rolledBackFrom,
    wait,
    archive,
    keep,
    keepDays,
  } = options;
  const named = {
    '--reason': reason,
    '--backup-max-age': backupMaxAge,
    '--backup-command': backupCommand,
    '--rolled-back-from': rolledBackFrom,
    '--wait': wait,
    '--archive': archive,
    '--keep': keep,
    '--keep-days': keepDays,
  };
  const all = [
    ...words,
    ...(backup === false ? ['--no-backup'] : []),
    ...(dryRun ? ['--dry-run'] : []),
    ...(settings === false ? ['--no-settings'] : []),
    ...Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [name, value])),
  ];
  if (all.some((word) => word.includes('\n')))
    throw new Stop('cli.usage', 'checkpoint accepts words of one line each', 2);
  return all.join('\n');
}

/** Records a release, or installs the script that does so for a deploy script; gives its exit code. */
export async function checkpoint(
  { root, place, output }: Session,
  options: CheckpointOptions,
): Promise<number> {
  const settings = settingsInFile(place);
  const values = checkpointVariables(settings, await projectOf(settings));
  if (options.install) {
    const { text } = checkpointFile(values, versionOf(root));
    const { summary } = await askHost(
      'commands/install-checkpoint',
      { STATE: values.STATE, READERS: options.group ?? '', TEXT: text },
      { answer: Answer, failed: 'checkpoint has not been installed:' },
    );
    output.write([
      `done  ${summary}`,
      'in the deploy script, before and behind what it does:',
      `  ${shellQuote(`${values.STATE}/checkpoint`)} before || exit 1`,
      `  ${shellQuote(`${values.STATE}/checkpoint`)} after`,
    ]);
    return 0;
  }
  const printed = await ranBy(
    'commands/checkpoint',
    { ...values, ARGUMENTS: argumentsOf(options) },
    'the checkpoint has not been made:',
  );
  const lines = printed.trimEnd().split('\n');
  const [, code = '1'] = /^exit (\d+)$/.exec(lines.pop() ?? '') ?? [];
  if (lines.length > 0) output.write(lines);
  return Number(code);
}
