import type { Settings } from './schema';

/** Where journal and logs of a project lie on its host. */
export function stateDirectory({ deployment }: Settings, project: string): string {
  return deployment.stateDirectory ?? `/var/lib/chronos-rollback/${project}`;
}
