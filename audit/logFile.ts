import type { Plan } from '../machines/model';
import type { Settings } from '../machines/settings';
import { stateDirectory } from '../machines/state';
import type { Verdict } from '../machines/verdicts';

/** The file on the host that has the whole log of a step. */
export function logFile(settings: Settings, { id, project }: Plan, step: Verdict['step']): string {
  return `${stateDirectory(settings, project)}/${id}/${step}.log`;
}
