import { modelOfContainers } from '../../compose/containersModel';
import { dependencyOrder } from '../../compose/definition';
import type { Diagnosis } from '../../model/diagnosis';
import { type Note, splitNotes } from '../../model/note';
import type { Plan, Risk } from '../../model/plan';
import type { ServiceChange } from '../../model/serviceChange';
import type { Refusal } from '../../model/refusal';
import { notesOf } from '../refusals/targetRefusals';
import { baselineOf } from './baseline';
import { databaseContainer, groundOf, type Standing } from './groundwork';
import { findNetworks } from './linkProbes';
import { identified } from './planId';
import { restartOf } from './restartOf';
import { followOwners, takenAlong } from './restartTenants';

/** What the plan of such a restart is made from. */
interface Input extends Standing {
  readonly diagnosis: Diagnosis;
  readonly attempt: number;
  readonly risks: readonly Risk[];
  /** Why any other plan would be refused. */
  readonly obstacle?: Refusal | undefined;
}

/** The release as it is, pinned by the containers of one service. */
function restarted(input: Input, service: string): ServiceChange {
  const { containers } = input.facts;
  const newest = containers.find((container) => container.service === service);
  if (!newest) throw new Error(`${service} has no container that could be restarted`);
  return {
    service,
    before: newest.image,
    ran: false,
    target: newest.image,
    source: 'reuse',
    reference: newest.reference,
    ...restartOf(input, modelOfContainers(containers), service),
  };
}

/** What is in the way of other plans, which is why nothing but containers is relied on. */
function containersOnly({ what, code }: Refusal): Note {
  const why = typeof what === 'string' ? what : code;
  return {
    code: 'note.containers-only',
    what: `${why}: containers are restarted as they are, and none is created`,
  };
}

const notProbed = (service: string): Note => ({
  code: 'note.link-not-probed',
  what: `the link of ${service} is not probed: ${service} has no container in a network`,
});

/**
 * The plan of restarting services in the containers that they have, of which none is cut off. It is made from the
 * containers alone: no definition, record or commit is needed for it.
 */
export function makeContainersPlan(input: Input, wanted: readonly string[]): Plan {
  const { settings, facts, diagnosis, attempt, risks, obstacle } = input;
  const { deployment } = settings;
  const model = modelOfContainers(facts.containers);
  const order = dependencyOrder(model, takenAlong(model, wanted, deployment.databaseService));
  const restarts = order.map((service) => restarted(input, service));
  const { links, unplaced } = findNetworks(deployment, facts);
  const ground = groundOf(input, links, databaseContainer(input));
  return identified(
    {
      ...ground,
      scenario: 'infrastructure',
      to: ground.from,
      fetch: false,
      services: followOwners(model, restarts, wanted),
      all: false,
      ...(obstacle ? { containersOnly: true as const } : {}),
      stash: [],
      revertWith: 'git',
      steps: ['restart', 'verify'],
      risks: [...risks],
      ...splitNotes([
        ...notesOf(settings, facts),
        ...(obstacle ? [containersOnly(obstacle)] : []),
        ...unplaced.map(notProbed),
      ]),
      baseline: baselineOf(facts, diagnosis, order, deployment.databaseService !== undefined),
    },
    attempt,
    facts.attempts,
  );
}
