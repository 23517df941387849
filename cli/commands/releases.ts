import { ageText, inLargestUnit } from '../../audit/text/duration';
import { unreadWords } from '../../machines/detect/history/unreadRecord';
import { writtenOut } from '../../machines/text/escapeControl';
import { hostVariables } from '../host/deployment';
import { factsFrom } from '../host/scripts';
import { settingsInFile } from '../pulumi/fileSettings';
import type { Session } from '../pulumi/session';
import { type Listed, releasesIn } from '../report/releases';
import { Stop } from '../exit';
import { minuteOf } from '../../machines/text/isoTime';

const short = (commit: string): string => commit.slice(0, 7);

/** `12 rows at stake`: what a restore would take away or bring back as it was. */
function stakeText({ written, gone }: { readonly written: number; readonly gone: number }): string {
  const rows = written + gone;
  return rows === 0 ? 'nothing written since' : `${rows} row${rows === 1 ? '' : 's'} at stake`;
}

function backupText({ backup, noBackup }: Listed, now: string): string {
  if (!backup) return noBackup ? `no backup: ${noBackup}` : 'no backup';
  const taken = `backup ${backup.isThere ? '' : 'gone, '}taken ${ageText(backup.takenAt, now)} ago`;
  return backup.atStake ? `${taken}, ${stakeText(backup.atStake)}` : taken;
}

/** One release as one row, and a second one of what else is known of it. */
export function rowsOf(release: Listed, now: string): string[] {
  const { number, at, commit, name, subject, by, outcome, found, ranSeconds, image, migrations, settings } =
    release;
  const what = [short(commit), name, subject && `"${subject}"`].filter(Boolean).join(' ');
  const ended = [
    outcome || 'outcome unknown',
    found && found !== 'healthy' && `later: ${found.replaceAll('\n', ', ')}`,
  ];
  const more = [
    ...ended,
    ranSeconds !== null && `ran ${inLargestUnit(ranSeconds)}`,
    image === 'archive' && 'image in the archive',
    image === 'registry' && 'image in a registry',
    image === 'gone' && 'must be built',
    migrations.length > 0 && `migrations ${migrations.join(', ')}`,
    settings.length > 0 && `settings ${settings.join(', ')}`,
    backupText(release, now),
    by && `by ${by}`,
  ];
  return [
    `${(number === null ? '-' : `#${number}`).padEnd(5)} ${minuteOf(at)}  ${what}`,
    `      ${more.filter(Boolean).join('; ')}`,
  ].map(writtenOut);
}

/** The releases on record, newest first: what `--to "#12"` can name. */
export async function releases({ place, output, answer }: Session): Promise<number> {
  const values = await hostVariables(settingsInFile(place));
  const facts = await factsFrom('read-releases', values, 'the deploy record cannot be read:');
  const unreadable = facts.get('unreadable');
  if (unreadable !== undefined) throw new Stop('record.unreadable', `${unreadable} cannot be opened`);
  const found = releasesIn(facts);
  const { unfinished, unread } = found;
  if (unfinished)
    output.write(
      `unfinished: a deployment began at ${unfinished.at} with ${short(unfinished.commit)} checked out, and no \`checkpoint after\` ended it`,
    );
  if (unread.length > 0)
    output.write(`${unreadWords(unread.map((line) => ({ line })))}: a release that is there is not listed`);
  if (found.releases.length === 0)
    output.write('no release is on record on this host; see ./rollback checkpoint --install');
  else output.write(found.releases.flatMap((release) => rowsOf(release, facts.get('clock') ?? '')));
  answer?.(found);
  return 0;
}
