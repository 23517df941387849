import type { Facts } from '../../model/facts';
import type { Identity } from '../../compose/identity';
import type { Inspection } from './backupInspection';
import type { PlannedSettings } from '../../model/settings';
import type { Target } from '../../model/target';
import type { DataPlace } from '../../model/dataPlace';
import type { BackupStore } from './backupStore';

/** Of which release on record the settings are told, and with which of them the target is read. */
export interface AskedSettings {
  readonly recorded?: number | undefined;
  readonly settings?: PlannedSettings | undefined;
}

/** How detect looks at the deployment. All of it only reads. */
export interface Observer {
  /** Who looks: what the lease will name. */
  readonly holder: string;
  facts(): Promise<Facts>;
  /** The database, who is on it, the backups; and what was written since a snapshot, where one is named. */
  backupStore(identity: Identity, snapshot?: string): Promise<BackupStore>;
  /** One backup, read to its end, and what was written since it was taken. */
  inspect(identity: Identity, path: string, snapshot: string): Promise<Inspection>;
  /** What is in the places that are to hold the data of a database without container. */
  data(identity: Identity, places: readonly string[]): Promise<readonly DataPlace[]>;
  /** What a commit would bring, read with the deployment's own Compose and files; and what differs `since` other commits. */
  target(
    identity: Identity,
    commit: string,
    since?: readonly string[],
    settings?: AskedSettings,
  ): Promise<Target>;
}
