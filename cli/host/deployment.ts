import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readJournal } from '../../audit/journal/attempts';
import type { Journal } from '../../machines/model/attempt';
import { JournalError } from '../../audit/journal/hashChain';
import { ConfigError, parseConfig } from '../../config';
import { projectName } from '../../machines/config/fields';
import type { Settings } from '../../machines/config/schema';
import { stateDirectory } from '../../machines/config/stateDirectory';
import { acknowledgement, UPDATE } from '../../machines/detect/history/alteredJournal';
import type { StackLocation } from '../pulumi/stackLocation';
import { Stop } from '../exit';

const NAMESPACE = 'chronos-rollback:';

/** The settings of the stack, as the program would read them; those of the deployment where the rest is wrong. */
export function settingsOf({ config }: StackLocation): Settings {
  const read = parse(readFileSync(config, 'utf8')) as { config?: Record<string, unknown> } | null;
  const raw = Object.entries(read?.config ?? {}).flatMap(([key, value]) =>
    key.startsWith(NAMESPACE)
      ? [
          [
            key.slice(NAMESPACE.length),
            typeof value === 'object' ? JSON.stringify(value) : String(value),
          ] as const,
        ]
      : [],
  );
  try {
    return parseConfig(Object.fromEntries(raw));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    if (error.usable) return error.usable;
    throw new Stop('config.invalid', error.message.split('\n'));
  }
}

/** Docker's answer to a command, line by line. Throws a Stop with Docker's own words. */
export function docker(...words: readonly string[]): string[] {
  try {
    const answer = execFileSync('docker', words, {
      encoding: 'utf8',
      stdio: 'pipe',
      maxBuffer: 64 * 1024 * 1024,
    });
    return answer.split('\n').filter(Boolean);
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    throw new Stop('docker.unreachable', ['Docker cannot be asked:', stderr?.trim() || message]);
  }
}

/** The Compose projects whose containers say that they come from a directory; a label that can be none is none. */
export function projectsIn(directory: string): string[] {
  const names = existsSync(directory) ? [directory, realpathSync(directory)] : [directory];
  const found = [...new Set(names)].flatMap((name) =>
    docker(
      ...['ps', '-a', '--filter', `label=com.docker.compose.project.working_dir=${name}`],
      ...['--format', '{{.Label "com.docker.compose.project"}}'],
    ),
  );
  return [...new Set(found)].filter((name) => projectName.safeParse(name).success).sort();
}

/** The Compose project: the one that is set, else the only one whose containers come from the directory. */
export function projectOf({ deployment }: Settings): string {
  const { directory, project } = deployment;
  if (project) return project;
  const [found, ...others] = projectsIn(directory);
  const line = 'DO     pulumi config set --path deployment.project NAME';
  if (found === undefined)
    throw new Stop('deployment.no-containers', [
      `which project it is, and so where its journal lies, is not known: no container says that it comes from ${directory}`,
      line,
    ]);
  if (others.length > 0)
    throw new Stop('deployment.several-projects', [
      `several projects run from ${directory}: ${[found, ...others].join(', ')}`,
      line,
    ]);
  return found;
}

/** The deployment's state directory on this host. */
export const stateOf = (settings: Settings): string =>
  stateDirectory(settings, settings.deployment.stateDirectory ? '' : projectOf(settings));

/** The host's journal; an empty one where there is none yet. Throws a Stop when it cannot be relied on. */
export function journalIn(state: string): Journal {
  const file = join(state, 'journal.jsonl');
  try {
    return existsSync(file) ? readJournal(readFileSync(file)) : { attempts: [] };
  } catch (error) {
    if (error instanceof JournalError) throw unreliable(file, error);
    throw new Stop('journal.unreadable', `${file} cannot be read: ${(error as Error).message}`);
  }
}

/** What is wrong with a journal, and the line to type. */
function unreliable(file: string, { message, tampered }: JournalError): Stop {
  const what = `${file} cannot be relied on: ${message}`;
  if (tampered.newer) return new Stop('journal.newer', [what, `DO     ${UPDATE}`]);
  return new Stop('journal.altered', [
    what,
    'Find out who altered it, and keep a copy of the file; to go on with it as it is now:',
    `DO     pulumi up -c confirm=${acknowledgement(tampered)}`,
  ]);
}
