import { lookedAt } from '../machines/compose/project';
import { type Decision, goingOf, type Refused } from '../machines/model/decision';
import type { Refusal } from '../machines/model/refusal';
import type { EngineDown } from '../machines/model/hostTrouble';
import type { Settings } from '../machines/config/schema';
import { type FreeableText, freeableTexts } from './text/freeableLines';
import { refusalNext } from './text/refusalNext';
import { adviceText } from './text/remedyLine';
import type { Symptom } from '../machines/model/diagnosis';

/** Which deployment it is. */
export interface DeploymentName {
  /** Its Compose project; null where that is not known. */
  readonly project: string | null;
  readonly environment: string;
  readonly directory: string;
  readonly host: string;
}

/** A symptom and a refusal as they are told: each sentence with the lines to type. */
type SymptomText = Omit<Symptom, 'what'> & { readonly what: string };
interface RefusalText {
  readonly code: Refusal['code'];
  readonly what: string;
  readonly got?: string;
  readonly accepts?: string;
  readonly next: string;
}

/** What a preview has found. No update has it in its outputs: what is seen changes, and a replay must change none. */
export interface Preview {
  readonly deployment: DeploymentName | null;
  readonly symptoms: readonly SymptomText[];
  readonly refusal: RefusalText | null;
  /** What can be freed where a disk is full; nothing elsewhere. */
  readonly free?: readonly FreeableText[];
  /** What the host knows of a container engine that does not answer. */
  readonly down?: EngineDown;
}

/** Which deployment a decision is about. */
export function deploymentName(decision: Decision | undefined, { deployment }: Settings): DeploymentName {
  const facts = decision && 'facts' in decision ? decision.facts : undefined;
  const plan = goingOf(decision)?.plan;
  const { environment, directory } = deployment;
  const project = plan?.project ?? lookedAt(deployment.project, facts?.projects ?? []) ?? null;
  return { project, environment, directory, host: 'local' };
}

/** What a preview has found, for the stack's outputs. */
export function previewOf(decision: Decision | undefined, settings: Settings): Preview {
  const diagnosis = decision && 'diagnosis' in decision ? decision.diagnosis : undefined;
  const facts = decision && 'facts' in decision ? decision.facts : undefined;
  const free = facts ? freeableTexts(facts) : [];
  return {
    deployment: deploymentName(decision, settings),
    symptoms: (diagnosis?.symptoms ?? []).map((symptom) => ({ ...symptom, what: adviceText(symptom.what) })),
    refusal: decision?.kind === 'refused' ? refusalOf(decision, settings) : null,
    ...(free.length > 0 ? { free } : {}),
    ...(facts?.docker.down ? { down: facts.docker.down } : {}),
  };
}

function refusalOf(decision: Refused, settings: Settings): Preview['refusal'] {
  const { code, what, got, accepts } = decision.refusal;
  return {
    code,
    what: adviceText(what),
    ...(got === undefined ? {} : { got: adviceText(got) }),
    ...(accepts === undefined ? {} : { accepts: adviceText(accepts) }),
    next: refusalNext(decision, settings),
  };
}
