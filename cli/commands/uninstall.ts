import { z } from 'zod';
import { dropDatabase } from '../../audit/text/postgres/statements';
import { inContainer, removeImageLine } from '../../audit/text/runtime/dockerLine';
import { inMib } from '../../audit/text/dataSection';
import { section } from '../../audit/text/section';
import { STATES } from '../../machines/config/stateDirectory';
import type { Settings } from '../../machines/config/schema';
import { shellQuote } from '../../machines/text/shellQuote';
import { hostVariables } from '../host/deployment';
import { retainedDatabasesOn } from '../host/retainedDatabases';
import { askHost } from '../host/scripts';
import { settingsInFile } from '../pulumi/fileSettings';
import { ownFiles, removeOwnFiles } from '../pulumi/ownFiles';
import type { Session } from '../pulumi/session';
import { agrees } from '../terminal/prompt';
import { Stop } from '../exit';

const rows = z.array(z.string());

/** What the host has of this project for one deployment. */
const Listed = z.object({
  state: z.string(),
  /** What goes: names in the state directory, holds in words, names of images, containers of probes, paths. */
  ...{ files: rows, holds: rows, pins: rows, probes: rows, temporary: rows },
  /** What stays: backups (place, tab, path), paths, stashes (ref, tab, name), names of images. */
  ...{ backups: rows, kept: rows, stashes: rows, used: rows, doubtful: rows },
  /** `FILE:NUMBER:LINE` of what calls it. */
  callers: rows,
  /** The database's container, where there is one. */
  server: z.string(),
});
type Listed = z.infer<typeof Listed>;

const Removed = z.object({ summary: z.string() });

/** The two parts of a text at its tab. */
const split = (row: string): [string, string] => {
  const [first = '', ...rest] = row.split('\t');
  return [first, rest.join('\t')];
};

/** The databases that rollbacks have left, with the line that drops each; why that is not known, where it is not. */
async function databases(settings: Settings): Promise<string[]> {
  if (settings.deployment.databaseService === undefined) return [];
  try {
    const { left, line } = await retainedDatabasesOn(settings);
    return left.map(({ name, bytes }) => `database ${name}, ${inMib(bytes)}: ${line(dropDatabase(name))}`);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return [`databases that rollbacks have left are not known: ${error.lines[0] ?? ''}`];
  }
}

/** What stays, with the line that removes each. */
function staying(listed: Listed, directory: string): string[] {
  const { backups, kept, stashes, used, doubtful, server } = listed;
  return [
    ...backups.map((row) => {
      const [place, path] = split(row);
      const inside = place === 'container' ? `${inContainer(shellQuote(server))} ` : '';
      return `backup ${path}: ${inside}rm -rf -- ${shellQuote(path)} ${shellQuote(`${path}.json`)}`;
    }),
    ...kept.map((path) => `${path.endsWith('.tar') ? 'archive' : 'dump'} ${path}: rm -- ${shellQuote(path)}`),
    ...stashes.map((row) => {
      const [ref, name] = split(row);
      return `local work, ${name}: git -C ${shellQuote(directory)} stash drop ${shellQuote(ref)}`;
    }),
    ...used.map((name) => `image ${name}, of which a container is made: ${removeImageLine(name)}`),
    ...doubtful.map((name) => `image ${name}, perhaps of another project: ${removeImageLine(name)}`),
  ];
}

/** What goes. */
const going = ({ state, files, holds, pins, probes, temporary }: Listed): string[] => [
  ...(files.length > 0 ? [`in ${state}: ${files.join(', ')}`] : []),
  ...holds.map((hold) => `hold ${hold}: the deploy script is free to deploy that again`),
  ...pins.map((name) => `image name ${name}`),
  ...probes.map((name) => `container ${name}, of a probe`),
  ...temporary,
];

/**
 * Removes what this project has put on the host for one deployment, and this user's stack: lists it, asks, does it. The deployment
 * runs on; what has data or local work stays, and is listed with the line that removes it.
 */
export async function uninstall(
  session: Session,
  { yes, keepJournal }: { readonly yes?: boolean; readonly keepJournal?: boolean },
): Promise<number> {
  const { output, place } = session;
  const settings = settingsInFile(place);
  const { directory } = settings.deployment;
  const values = { ...(await hostVariables(settings)), STATES, KEEP_JOURNAL: keepJournal ? 'yes' : '' };
  const failed = 'nothing has been removed:';
  const listed = await askHost('commands/uninstall', { ...values, DO: '' }, { answer: Listed, failed });
  const own = keepJournal ? { going: [], staying: [] } : ownFiles(session);
  const goes = [...going(listed), ...own.going];
  const stays = [
    ...(await databases(settings)),
    ...staying(listed, directory),
    ...own.staying,
    ...(keepJournal ? [`the journal in ${listed.state}, and the stack ${place.stack} with its audit`] : []),
  ];
  output.write([
    ...section('GOES', goes),
    ...section('STAYS', stays),
    ...section(
      'CALLS',
      listed.callers.map((caller) => `${caller}: fails afterwards, so take that line out first`),
    ),
  ]);
  if (goes.length === 0) {
    output.write(`nothing of this project is on the host for ${directory}`);
    return 0;
  }
  if (!yes && !(await agrees(session, 'The deployment runs on. Type yes to remove what goes:'))) return 1;
  const { summary } = await askHost(
    'commands/uninstall',
    { ...values, DO: 'yes' },
    { answer: Removed, failed },
  );
  if (!keepJournal) removeOwnFiles(session);
  output.write([`done  ${summary}`]);
  return 0;
}
