import type { Settings } from '../../config/schema';
import type { Code } from '../../model/codes';
import type { Facts } from '../../model/facts';
import type { Note } from '../../model/note';
import { shortHash } from '../history/releases';

/** What is told once more at the end, as it is for whoever deploys next. */
export const FOR_NEXT_DEPLOYMENT: readonly Code[] = [
  'note.hold-read',
  'note.hold-unread',
  'note.updater',
  'note.unit',
  'note.branch-left',
];

const BRAKE = 'a hold is a brake against deploying the same again, no proof that it is mended';

/** Who looks at the hold before deploying: scripts of the checkout, else whoever has called `checkpoint before` for the newest release on record. */
function holdNote({ holdReaders = [], deployments }: Facts, held: string): Note {
  if (holdReaders.length > 0)
    return { code: 'note.hold-read', what: `HOLD read by: ${holdReaders.join(', ')}; ${BRAKE}` };
  const last = deployments.at(-1);
  const who = last?.by ?? 'somebody';
  if (last?.before)
    return {
      code: 'note.hold-read',
      what: `HOLD read by: checkpoint before, which ${who} called for the newest release on record; ${BRAKE}`,
    };
  return {
    code: 'note.hold-unread',
    what: `HOLD read by nobody that is known: no script of the checkout calls checkpoint ask, so that nothing keeps ${held} from being deployed again`,
  };
}

/**
 * Who could bring the release back that is left; and the branch that is left with it, to which the next deployment switches
 * first. Each but the hold begins with its name, of which audit/text makes a line to type. Nothing of facts that do not tell.
 */
export function bringsBack(settings: Pick<Settings, 'hold'>, facts: Facts, from: string, to: string): Note[] {
  const { holdReaders, updaters = [], units = [], git } = facts;
  if (holdReaders === undefined) return [];
  return [
    ...(settings.hold === 'none' ? [] : [holdNote(facts, shortHash(from))]),
    ...updaters.map(({ container, image }): Note => ({
      code: 'note.updater',
      what: `${container} (${image}) deploys by itself on this host, and may bring it back`,
    })),
    ...units.map((unit): Note => ({
      code: 'note.unit',
      what: `${unit} of systemd runs this Compose project by itself`,
    })),
    ...(git.branch !== undefined && git.head !== to
      ? [
          {
            code: 'note.branch-left',
            what: `${git.branch} is left, so that no git pull brings it back`,
          } as const,
        ]
      : []),
  ];
}
