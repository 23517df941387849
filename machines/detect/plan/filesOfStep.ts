import type { Plan } from '../../model/plan';
import type { Step } from '../../model/vocabulary';

/** The Compose files that a step reads: those of the target, but of what is left where that is still to be stopped. */
export const filesOfStep = ({ files, targetFiles = files }: Plan, step: Step | 'undo'): readonly string[] =>
  step === 'stop' ? files : targetFiles;
