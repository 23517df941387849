import { z } from 'zod';
import { Deployment, type UnreadLine } from '../../model/deployRecord';
import { fields } from './decodeFacts';

/** The deploy record as it is read: what it tells, and the lines that nobody can read. */
interface DeployRecord {
  readonly deployments: readonly Deployment[];
  readonly unread: readonly UnreadLine[];
}

const Hash = z.string().optional();
const Line = z.looseObject({ commit: Hash, rolledBackFrom: Hash });

/** Commits by the fewer digits that a record has of them, `short full` a line. */
const fullHashes = (text: string | undefined): ReadonlyMap<string, string> =>
  new Map(fields(text, ' ').map(([short = '', full = '']) => [short, full]));

/** One line, with the commits that it means; nothing where it cannot be read. */
function read(line: string, full: ReadonlyMap<string, string>): Deployment | undefined {
  const whole = (hash = '') => full.get(hash) ?? hash;
  try {
    const told = Line.parse(JSON.parse(line));
    const { commit, rolledBackFrom } = told;
    return Deployment.parse({
      ...told,
      commit: whole(commit),
      ...(rolledBackFrom === undefined ? {} : { rolledBackFrom: whole(rolledBackFrom) }),
    });
  } catch {
    return undefined;
  }
}

/**
 * Reads the deploy record; `shortHashes` are those that the host has found the commits of. A line that cannot be read is no
 * evidence, and spoils no other; that it is there, and between which releases, is kept.
 */
export function parseRecord(text: string | undefined, shortHashes?: string): DeployRecord {
  const full = fullHashes(shortHashes);
  const all = (text ?? '').split('\n').flatMap((line, index) => {
    return line.trim() === '' ? [] : [{ number: index + 1, deployment: read(line, full) }];
  });
  const unread = all.flatMap(({ number, deployment }, index): UnreadLine[] => {
    if (deployment) return [];
    const former = all.slice(0, index).findLast((one) => one.deployment)?.deployment?.at;
    const next = all.slice(index).find((one) => one.deployment)?.deployment?.at;
    return [
      {
        line: number,
        ...(former === undefined ? {} : { after: former }),
        ...(next === undefined ? {} : { before: next }),
      },
    ];
  });
  return { deployments: all.flatMap(({ deployment }) => deployment ?? []), unread };
}
