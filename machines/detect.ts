import { basename } from 'node:path';
import type { Settings } from './settings';
import { choose } from './choice';
import type { Decision } from './decision';
import { diagnose } from './diagnosis';
import type { Facts } from './facts';
import { type Identity, identify } from './identity';
import type { Refusal } from './model';
import { makePlan } from './plan';
import { stateDirectory } from './state';
import type { Target } from './target';

/** How detect looks at the deployment. Both only read. */
export interface Eyes {
  facts(): Promise<Facts>;
  /** What a commit would bring, read with the deployment's own Compose and files. */
  target(identity: Identity, commit: string): Promise<Target>;
}

const isRefusal = (value: object): value is Refusal => 'what' in value;

/** Without the journal nobody knows what is open or done, so nothing is begun. */
function unreadable(settings: Settings, { journalError = '', projects, directory = '' }: Facts): Refusal {
  const project = settings.deployment.project ?? projects[0] ?? basename(directory);
  const journal = `${stateDirectory(settings, project)}/journal.jsonl`;
  return {
    what: `the journal cannot be relied on: ${journalError}`,
    got: journal,
    accepts: 'a journal of which every line can be read and follows from the one before',
    next: `look at the line named in ${journal}; keep the file: it is the record of all rollbacks here`,
  };
}

/**
 * Looks, diagnoses, chooses and plans. Touches nothing; what it comes to is the machine's first
 * decision. A `problem` of the configuration is refused once it is known what stands.
 */
export async function detect(eyes: Eyes, settings: Settings, problem?: string): Promise<Decision> {
  const facts = await eyes.facts();
  if (facts.journalError) return { kind: 'refused', refusal: unreadable(settings, facts), facts };
  if (problem) return { kind: 'refused', refusal: { what: problem, next: 'pulumi config' }, facts };
  const identity = identify(settings, facts);
  if (isRefusal(identity)) return { kind: 'refused', refusal: identity, facts };

  const diagnosis = diagnose(facts, settings.deployment);
  const choice = choose(settings.request, facts, diagnosis);
  if (choice.kind === 'refused' || choice.kind === 'healthy') return { ...choice, facts, diagnosis };

  const seen = { facts, diagnosis, undo: false };
  if (choice.kind === 'replay') return { kind: 'plan', mode: 'replay', plan: choice.plan, ...seen };
  if (choice.kind === 'resume') {
    const target = await eyes.target(identity, choice.plan.to.commit);
    return { kind: 'plan', mode: 'resume', plan: choice.plan, target, ...seen };
  }
  const target = await eyes.target(identity, choice.commit);
  const plan = makePlan({ settings, facts, diagnosis, identity, target, attempt: choice.attempt });
  if (isRefusal(plan)) return { kind: 'refused', refusal: plan, facts, diagnosis };
  return { kind: 'plan', mode: 'fresh', plan, target, ...seen };
}
