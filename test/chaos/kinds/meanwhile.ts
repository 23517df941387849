import { appendFileSync, cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind, Stage } from '../harness/kind';

/**
 * Something that happens between preview and update. The update says so and touches nothing; once it is as it was,
 * the same update does what was asked for.
 */
const meanwhile = (
  name: string,
  about: string,
  says: RegExp,
  happens: (stage: Stage) => (() => void) | undefined,
  scenarios: Kind['scenarios'] = ['database'],
): Kind => ({
  name,
  about,
  engine: 'pulumi',
  scenarios,
  needsPoints: false,
  places: () => ['between preview and update'],
  async breaks(stage) {
    const mend = happens(stage);
    const before = stage.world.standing();
    const { outputs, text } = await stage.session.up().ended;
    if (outputs?.status !== 'refused' || !says.test(text)) throw new Error(`not refused: ${text}`);
    if (JSON.stringify(stage.world.standing()) !== JSON.stringify(before))
      throw new Error('something was touched');
    if (stage.world.journalText() !== '') throw new Error('something was journaled');
    mend?.();
    return mend ? {} : { refused: true, recreated: true, before };
  },
});

const backups = ({ world }: Stage) => ({
  dump: join(world.places.backups, 'before.dump'),
  kept: join(world.parent, 'before.dump'),
});

const backupGone = meanwhile(
  'backup-gone',
  'the backup is deleted between preview and update',
  /there is no backup in \/backups|names no backup in \/backups/,
  (stage) => {
    const { dump, kept } = backups(stage);
    cpSync(dump, kept);
    rmSync(dump);
    return () => cpSync(kept, dump);
  },
);

const backupAltered = meanwhile(
  'backup-altered',
  'a byte is added to the backup between preview and update',
  /is not for this plan|the backup is (damaged|not what it was)/,
  (stage) => {
    const { dump, kept } = backups(stage);
    cpSync(dump, kept);
    appendFileSync(dump, 'x');
    return () => cpSync(kept, dump);
  },
);

const pruned = meanwhile(
  'image-pruned',
  'the images of the target are pruned between preview and update',
  /is not for this plan/,
  ({ world }) => {
    world.images.prune('v1');
    return () => world.images.bringBack();
  },
  ['code', 'database'],
);

const deployed = meanwhile(
  'new-release',
  'another release is deployed between preview and update',
  /is not for this plan/,
  ({ world }) => {
    world.deployNewer();
    return undefined;
  },
  ['code', 'database'],
);

export const MEANWHILE: readonly Kind[] = [backupGone, backupAltered, pruned, deployed];
