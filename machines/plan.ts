import { createHash } from 'node:crypto';
import type { Settings } from './settings';
import { foreignAddress } from './addresses';
import { databaseChange, dependencyOrder } from './compose';
import type { Diagnosis } from './diagnosis';
import type { Facts } from './facts';
import { asRelease } from './history';
import type { Identity } from './identity';
import { serviceChange } from './images';
import { placeLinks } from './links';
import { type Plan, type Refusal, refuse } from './model';
import { risksOf } from './risks';
import type { Target } from './target';

/** What a plan is made from; the same input always gives the same plan. */
export interface PlanInput {
  readonly settings: Settings;
  readonly facts: Facts;
  readonly diagnosis: Diagnosis;
  readonly identity: Identity;
  readonly target: Target;
  readonly attempt: number;
}

/** Resolves a chosen commit to a plan with everything pinned, or says why it cannot be carried out. */
export function makePlan({
  settings,
  facts,
  diagnosis,
  identity,
  target,
  attempt,
}: PlanInput): Plan | Refusal {
  const { deployment } = settings;
  const { current, target: wanted, release } = target;
  const at = release.commit.slice(0, 7);
  if (target.missingFile) {
    return refuse(
      `the Compose file ${target.missingFile} does not exist at ${at}`,
      'name another commit: pulumi up -c commit=…',
    );
  }
  if (!current || !wanted) {
    return refuse(
      'the Compose file cannot be read',
      `docker compose -f ${identity.files.join(' -f ')} config`,
      {
        got: target.composeError?.trim() ?? 'nothing',
      },
    );
  }
  const unknown = deployment.appServices.find(
    (service) => !wanted.services[service] || !current.services[service],
  );
  if (unknown) {
    return refuse(
      `config "deployment.appServices" names ${unknown}, which ${wanted.services[unknown] ? 'the deployment' : `the target ${at}`} does not have`,
      'pulumi config set --path deployment.appServices …',
      {
        got: deployment.appServices.join(', '),
        accepts: Object.keys(wanted.services).join(', '),
      },
    );
  }
  const foreign = foreignAddress(settings, wanted);
  if (foreign) return foreign;
  const changed = databaseChange(current, wanted, deployment.databaseService);
  if (changed) {
    return refuse(
      `a code rollback never touches ${deployment.databaseService}, and ${changed}`,
      'choose a target that keeps the database as it is',
    );
  }
  const database = facts.containers.find(({ service }) => service === deployment.databaseService);
  if (!database) {
    return refuse(
      `${deployment.databaseService} has no container`,
      `docker compose up -d ${deployment.databaseService}`,
    );
  }
  const placed = placeLinks(deployment, facts);
  if ('what' in placed) return placed;

  const services = dependencyOrder(wanted, deployment.appServices).map((service) =>
    serviceChange(
      { facts, target, current, wanted, project: identity.project, compose: identity.compose },
      service,
    ),
  );
  // Another request may have gone the same way before: an id that was used would find its steps done.
  const used = new Set(facts.attempts.map((ended) => ended.plan.id));
  const withId = (number: number): Plan => {
    const numbered = { ...plan, attempt: number };
    const id = planId(numbered);
    return used.has(id) ? withId(number + 1) : { id, ...numbered };
  };
  const plan: Omit<Plan, 'id' | 'attempt'> = {
    scenario: 'code',
    from: asRelease(facts, facts.git.head ?? ''),
    to: release,
    fetch: facts.wanted.remote && facts.wanted.commit === release.commit,
    project: identity.project,
    files: [...identity.files],
    compose: identity.compose,
    services,
    database: { container: database.id, image: database.image },
    endpoint: facts.docker.endpoint,
    links: placed.links,
    stash: [...facts.git.modified],
    steps: ['prepare', 'revert', 'restart', 'verify'],
    risks: risksOf({
      settings,
      facts,
      diagnosis,
      current,
      wanted,
      to: release.commit,
      files: identity.files,
      services,
    }),
  };
  return withId(attempt);
}

/**
 * The id of a plan covers what it does, what it pins, from where it starts and its kinds of risk.
 * Symptoms (but for that nothing is wrong where code is asked for), clock and forecasts do not enter it, so that it stays while an operator reads.
 */
function planId(plan: Omit<Plan, 'id'>): string {
  const { attempt, scenario, from, to, project, services, database, steps, risks } = plan;
  const images = services.map(({ service, before, target, source }) => [service, before, target ?? source]);
  const covered = [
    scenario,
    steps,
    attempt,
    project,
    from.commit,
    to.commit,
    images,
    database.container,
    risks,
  ];
  return `r-${createHash('sha256').update(JSON.stringify(covered)).digest('hex').slice(0, 8)}`;
}
