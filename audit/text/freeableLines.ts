import { LEAST_FREE_KIB } from '../../machines/detect/diagnose/symptoms';
import type { Facts } from '../../machines/model/facts';
import type { Freeable } from '../../machines/model/hostTrouble';
import { shellQuote } from '../../machines/text/shellQuote';
import { adviceText } from './remedyLine';
import { buildCacheLine, danglingLine } from './runtime/dockerLine';

const inMb = (bytes: number): string => `${Math.max(1, Math.round(bytes / 1e6))} MB`;

/** When the rollback was begun that has left a database, by its name: nothing where the journal does not say. */
function leftAt({ name }: Freeable, { attempts }: Facts): string {
  const id = /_(r-[0-9a-f]{8})$/.exec(name)?.[1];
  const digits = /_shadow_([0-9a-f]{8})$/.exec(name)?.[1];
  const of = attempts.find(
    ({ plan }) => plan.id === id || (digits !== undefined && plan.backup?.sha256.startsWith(digits)),
  );
  return of?.opened ?? '';
}

function lineOf(one: Freeable, at: string): string {
  switch (one.kind) {
    case 'build-cache':
      return `cache of builds: ${buildCacheLine}`;
    case 'dangling':
      return `${one.name} images without a name, of which one may be the release before: ${danglingLine}`;
    case 'log':
      return `log of a container: truncate -s 0 ${shellQuote(one.name)}`;
    case 'database':
      return `database of a rollback${at && `, ${at.slice(0, 10)}`}: ${adviceText({ do: 'prune', database: one.name })}`;
  }
}

/** What can be freed where a disk is full: of databases that rollbacks have left the oldest first. */
export function freeableLines(facts: Facts): string[] {
  const { disks, freeable } = facts;
  const full = disks.filter(({ freeKiB }) => freeKiB < LEAST_FREE_KIB).map(({ mount }) => mount);
  if (full.length === 0 || !freeable) return [];
  const others = freeable.filter(({ kind }) => kind !== 'database');
  const databases = freeable
    .filter(({ kind }) => kind === 'database')
    .map((one) => ({ one, at: leftAt(one, facts) }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return [
    `${full.join(', ')} is full; what takes most: ${full.map((mount) => `du -xh -d 2 ${shellQuote(mount)} | sort -h | tail`).join('; ')}`,
    ...[...others.map((one) => ({ one, at: '' })), ...databases].map(
      ({ one, at }) => `${inMb(one.bytes)}  ${lineOf(one, at)}`,
    ),
  ];
}
