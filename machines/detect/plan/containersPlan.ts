import { modelOfContainers } from '../../compose/containersModel';
import { dependencyOrder } from '../../compose/definition';
import { isOneShot } from '../../compose/oneShot';
import type { Diagnosis } from '../../model/diagnosis';
import { type Note, splitNotes } from '../../model/note';
import type { Plan, Risk, ServiceChange } from '../../model/plan';
import type { Refusal } from '../../model/refusal';
import { notesOf } from '../refusals/targetRefusals';
import { baselineOf } from './baseline';
import { databaseContainer, groundOf, type Standing } from './groundwork';
import { findNetworks } from './linkProbes';
import { identified } from './planId';
import { counted, restartAction } from './restartPlan';

/** What the plan of such a restart is made from. */
interface Input extends Standing {
  readonly diagnosis: Diagnosis;
  readonly attempt: number;
  readonly risks: readonly Risk[];
  /** Why any other plan would be refused. */
  readonly obstacle?: Refusal | undefined;
}

/** The release as it is, pinned by the containers of one service. */
function restarted({ settings, facts }: Input, service: string): ServiceChange {
  const { appServices } = settings.deployment;
  const own = facts.containers.filter((container) => container.service === service);
  const [newest] = own;
  if (!newest) throw new Error(`${service} has no container that could be restarted`);
  const model = modelOfContainers(facts.containers);
  return {
    service,
    before: newest.image,
    ran: false,
    target: newest.image,
    source: 'reuse',
    reference: newest.reference,
    ...(isOneShot(model, service, facts.containers, appServices.includes(service))
      ? { once: true as const }
      : {}),
    ...counted(own.length),
    ...restartAction(newest, false),
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
  const order = dependencyOrder(modelOfContainers(facts.containers), wanted);
  const { links, unplaced } = findNetworks(deployment, facts);
  const ground = groundOf(input, links, databaseContainer(input));
  return identified(
    {
      ...ground,
      scenario: 'infrastructure',
      to: ground.from,
      fetch: false,
      services: order.map((service) => restarted(input, service)),
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
