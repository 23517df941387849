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

/** Something that can be freed, with what it is and the line that frees it. */
export interface FreeableText {
  readonly kind: Freeable['kind'];
  readonly bytes: number;
  readonly what: string;
}

const fullDisks = ({ disks }: Facts): string[] =>
  disks.filter(({ freeKiB }) => freeKiB < LEAST_FREE_KIB).map(({ mount }) => mount);

/** What can be freed where a disk is full: of databases that rollbacks have left the oldest first, and last. */
export function freeableTexts(facts: Facts): FreeableText[] {
  if (fullDisks(facts).length === 0) return [];
  const at = (one: Freeable) => (one.kind === 'database' ? leftAt(one, facts) : '');
  const order = (one: Freeable) => `${one.kind === 'database' ? 1 : 0}${at(one)}`;
  return [...(facts.freeable ?? [])]
    .sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0))
    .map((one) => ({ kind: one.kind, bytes: one.bytes, what: lineOf(one, at(one)) }));
}

/** The same for reading, after the line that shows what takes most. */
export function freeableLines(facts: Facts): string[] {
  const full = fullDisks(facts);
  if (full.length === 0 || !facts.freeable) return [];
  return [
    `${full.join(', ')} is full; what takes most: ${full.map((mount) => `du -xh -d 2 ${shellQuote(mount)} | sort -h | tail`).join('; ')}`,
    ...freeableTexts(facts).map(({ bytes, what }) => `${inMb(bytes)}  ${what}`),
  ];
}
