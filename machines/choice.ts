import type { Attempt } from '../audit/attempts';
import type { Diagnosis } from './diagnosis';
import type { Facts } from './facts';
import { asRelease, describeRelease, earlierReleases, previousRelease, shortHash } from './history';
import { type Plan, type Refusal, refuse, type Request } from './model';

/** What to do about a request, before the target has been looked at. */
export type Choice =
  | { readonly kind: 'replay'; readonly plan: Plan }
  | { readonly kind: 'resume'; readonly plan: Plan }
  | { readonly kind: 'go'; readonly commit: string; readonly attempt: number }
  | { readonly kind: 'healthy' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

const refused = (...said: Parameters<typeof refuse>): Choice => ({
  kind: 'refused',
  refusal: refuse(...said),
});

/** Whether an attempt was asked for alike; one commit spelt in two ways, `v2` and its hash, is one request. */
function isAskedAlike({ request: asked, plan }: Attempt, request: Request, facts: Facts): boolean {
  if (asked.scenario !== request.scenario) return false;
  const bothNamed = asked.commit !== 'previous' && request.commit !== 'previous';
  return asked.commit === request.commit || (bothNamed && facts.wanted.commit === plan.to.commit);
}

/** Whether everything is still as the attempt left it: commit, images, and all services well. */
export function isStanding(attempt: Attempt, facts: Facts, diagnosis: Diagnosis): boolean {
  const images = attempt.verdicts.find((verdict) => verdict.images)?.images ?? {};
  const running = (service: string) =>
    facts.containers.find((container) => container.service === service)?.image;
  return (
    facts.git.head === attempt.plan.to.commit &&
    Object.entries(images).every(([service, image]) => running(service) === image) &&
    diagnosis.symptoms.length === 0
  );
}

/** The full hash that the request names, or why it names none. `previous` is not evaluated here. */
function namedCommit(request: Request, facts: Facts): { commit?: string; refusal?: Refusal } {
  if (request.commit === 'previous') return {};
  const { commit, ambiguous } = facts.wanted;
  if (commit) return { commit };
  const accepts = 'a hash, tag or branch that the checkout or its remote knows, or "previous"';
  const got = `"${request.commit}"`;
  const next = `git -C ${facts.directory} log --oneline --all`;
  if (ambiguous)
    return { refusal: { what: 'config "commit" is ambiguous', got: `${got}: ${ambiguous}`, accepts, next } };
  return {
    refusal: {
      what: 'config "commit" names no commit',
      got,
      accepts,
      next,
    },
  };
}

/** Goes by the journal first: what is open is finished, what is done is not done again. */
function byJournal(request: Request, facts: Facts, diagnosis: Diagnosis): Choice | undefined {
  const last = facts.attempts.at(-1);
  if (!last) return undefined;
  const { plan } = last;
  if (!last.outcome) {
    if (isAskedAlike(last, request, facts)) return { kind: 'resume', plan };
    const { commit, scenario } = last.request;
    return refused(
      `rollback ${plan.id} to ${describeRelease(plan.to)} is unfinished, and this is another request`,
      `finish it first: pulumi up -c commit=${commit} -c scenario=${scenario}`,
    );
  }
  if (!isAskedAlike(last, request, facts)) return undefined;
  const attempt = 1 + facts.attempts.filter((other) => isAskedAlike(other, request, facts)).length;
  if (last.outcome !== 'recovered') {
    const isHalfThere = last.outcome === 'degraded' || last.outcome === 'stranded';
    return isHalfThere && facts.git.head === plan.to.commit
      ? { kind: 'go', commit: plan.to.commit, attempt }
      : undefined;
  }
  if (isStanding(last, facts, diagnosis)) return { kind: 'replay', plan };
  if (facts.git.head === plan.to.commit) {
    if (diagnosis.symptoms.length === 0) return { kind: 'go', commit: plan.to.commit, attempt };
    return infrastructure(
      `${describeRelease(plan.to)} was rolled back to and was well then; its services are not: ${diagnosis.wrong}`,
    );
  }
  if (request.commit === 'previous') return undefined;
  return refused(
    `since rollback ${plan.id} another release came up: ${shortHash(facts.git.head)}`,
    `to keep it: pulumi config rm commit; to leave it: name another commit, or "previous"`,
    { got: `commit ${request.commit}, which that rollback went to` },
  );
}

/** No code rollback would help, and restarting services is not done by this version. */
function infrastructure(what: string): Choice {
  return refused(
    what,
    'look at the service: docker compose ps, docker compose logs; then docker compose restart SERVICE',
    {
      accepts: 'scenario "code" to roll the code back all the same',
    },
  );
}

/**
 * Decides between going on, doing nothing and refusing: the journal first, then what was asked for,
 * then the diagnosis. The first rule that fits decides.
 */
export function choose(request: Request, facts: Facts, diagnosis: Diagnosis): Choice {
  if (request.scenario === 'database' || request.scenario === 'infrastructure') {
    return refused(
      `config "scenario" asks for ${request.scenario}, which this version does not carry out`,
      'pulumi config set scenario auto',
      {
        got: request.scenario,
        accepts: 'auto, code',
      },
    );
  }
  const recorded = byJournal(request, facts, diagnosis);
  if (recorded) return recorded;

  const attempt = 1 + facts.attempts.filter((other) => isAskedAlike(other, request, facts)).length;
  const { commit, refusal } = namedCommit(request, facts);
  const named = (hash: string) => [shortHash(hash), asRelease(facts, hash).name].filter(Boolean).join(' ');
  if (refusal) return { kind: 'refused', refusal };
  if (commit && commit !== facts.git.head) return { kind: 'go', commit, attempt };
  if (commit && request.scenario === 'code') return { kind: 'go', commit, attempt };
  if (request.scenario === 'auto') {
    if (commit && diagnosis.cause === 'code') {
      return refused(
        `config "commit" names the release that is checked out, and that one is ill: ${diagnosis.wrong}`,
        'pulumi up -c commit=previous',
        {
          got: `"${request.commit}", which is ${shortHash(commit)}`,
          accepts: 'another release, or "previous"',
        },
      );
    }
    if (diagnosis.cause === 'healthy') return { kind: 'healthy' };
    if (diagnosis.cause === 'infrastructure') return infrastructure(`${diagnosis.wrong} (${diagnosis.why})`);
    if (diagnosis.cause === 'unknown') {
      const candidates = commit ? [] : earlierReleases(facts).slice(0, 5).map(named);
      return refused(
        `${diagnosis.wrong} (${diagnosis.why})`,
        'name the release to go back to: pulumi up -c commit=HASH',
        candidates.length > 0 ? { accepts: `one of ${candidates.join(', ')}` } : {},
      );
    }
  }
  const previous = previousRelease(facts);
  if ('commit' in previous) return { kind: 'go', commit: previous.commit, attempt };
  const candidates = previous.candidates.map(shortHash).join(', ');
  return refused(`"previous" cannot be told: ${previous.why}`, 'name the release: pulumi up -c commit=…', {
    ...(candidates ? { accepts: `one of ${candidates}` } : {}),
  });
}
