import type { Settings } from './schema';

/** Where the state directories lie of all projects for which none is set: scripts that find the project need it. */
export const STATES = '/var/lib/chronos-rollback';

/** The state directory of a project for which none is set. */
export const ownStateDirectory = (project: string): string => `${STATES}/${project}`;

/** Where journal and logs of a project lie on its host. */
export function stateDirectory({ deployment }: Settings, project: string): string {
  return deployment.stateDirectory ?? ownStateDirectory(project);
}
