import type { Plan } from '../../machines/model/plan';
import type { Settings } from '../../machines/config/schema';
import { stateDirectory } from '../../machines/config/stateDirectory';
import type { Verdict } from '../../machines/model/verdict';

/** The file on the host that has the whole log of a step. */
export function logFile(settings: Settings, { id, project }: Plan, step: Verdict['step']): string {
  return `${stateDirectory(settings, project)}/${id}/${step}.log`;
}
