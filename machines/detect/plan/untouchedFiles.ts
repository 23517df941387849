import { isMadeBy } from '../../compose/configHash';
import { databaseSettings } from '../../compose/databaseDefinition';
import { among, inRepository } from '../../compose/inputs';
import { readFiles } from '../../compose/readFiles';
import { mountsOf } from '../../compose/volumes';
import type { ComposeModel } from '../../model/composeModel';
import type { Facts } from '../../model/facts';
import type { Note } from '../../model/note';
import type { Target } from '../../model/target';
import { shortHash } from '../history/releases';

/** Where the image of PostgreSQL has scripts that it runs once, when it has no data yet. */
const ONCE = '/docker-entrypoint-initdb.d';

interface Seen {
  readonly directory: string;
  readonly facts: Pick<Facts, 'containers'>;
  readonly target: Pick<Target, 'below' | 'changed' | 'release' | 'hashes'>;
  readonly current: ComposeModel;
  readonly wanted: ComposeModel;
  /** The services that the release brings, and the database. */
  readonly released: readonly string[];
  readonly databaseService?: string | undefined;
}

/** What of the paths of the host is tracked and differs at the target. */
const changedAmong = ({ directory, target }: Seen, paths: readonly string[]): string[] =>
  among(
    target.changed,
    paths.flatMap((path) => inRepository(directory, target.below, path) ?? []),
  ).sort();

function filesOf(seen: Seen, service: string): Note[] {
  const { current, target, databaseService } = seen;
  const at = shortHash(target.release.commit);
  const once = mountsOf(current, service).flatMap(({ source, destination }) =>
    service === databaseService && (destination === ONCE || destination.startsWith(`${ONCE}/`))
      ? [source]
      : [],
  );
  const others = readFiles(current, service).filter((path) => !once.includes(path));
  const read = changedAmong(seen, others);
  const idle = changedAmong(seen, once);
  const stays: Note = {
    code: 'note.file-stays',
    what: `${read.join(', ')}, which ${service} reads, differs at ${at}; no rollback of this app starts ${service} again`,
  };
  const isIdle: Note = {
    code: 'note.file-idle',
    what: `${idle.join(', ')} differs at ${at}, which has no effect: ${service} reads it only where it has no data yet`,
  };
  return [...(read.length > 0 ? [stays] : []), ...(idle.length > 0 ? [isIdle] : [])];
}

/** What the target has otherwise of the database; nothing where its container is as the target defines it. */
function databaseNotes({ facts, target, current, wanted, databaseService: service }: Seen): Note[] {
  if (service === undefined || isMadeBy(target.hashes.target, facts.containers, service)) return [];
  const settings = databaseSettings(current, wanted, service);
  if (settings === undefined) return [];
  return [
    {
      code: 'note.database-stays',
      what: `the target has another ${settings} for ${service}, whose container stays exactly as it runs; the ordinary command makes it anew there, on the same data`,
    },
  ];
}

/** What the target has otherwise for containers that no release brings, the database's among them: they stay as they are. */
export function untouchedNotes(seen: Seen): Note[] {
  const others = [...new Set(seen.facts.containers.map(({ service }) => service))]
    .filter((service) => !seen.released.includes(service))
    .sort();
  return [...databaseNotes(seen), ...others.flatMap((service) => filesOf(seen, service))];
}
