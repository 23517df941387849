import type { Plan } from '../../model/plan';
import type { ServiceChange } from '../../model/serviceChange';

/** Each service with how many containers it has after a plan, where a step must be told: one is what Compose makes. */
export const scaleOf = ({ services }: Plan): (readonly [service: string, containers: number])[] =>
  services.flatMap(({ service, containers }) => (containers ? [[service, containers.target]] : []));

/** The services that do one thing and end. */
export const oneShots = ({ services }: Plan): string[] =>
  services.flatMap(({ service, once }) => (once ? [service] : []));

const isRenewed = ({ action }: ServiceChange): boolean => action === 'recreate';

/** The services of a plan of code that are made anew although their definition is the same: files that they read change. */
export const renewed = ({ definition, services }: Plan): string[] =>
  definition === undefined ? [] : services.filter(isRenewed).map(({ service }) => service);

/** Each service of a plan of code with the name that must mean its image when the plan is done. */
export const namesToCheck = ({
  definition,
  services,
}: Plan): (readonly [service: string, reference: string])[] =>
  definition === undefined ? [] : services.map(({ service, reference }) => [service, reference]);

/** The services that a rollback adds, which have no container before it: an undo removes those that they get. */
export const addedBy = ({ services }: Plan): string[] =>
  services.flatMap(({ service, added }) => (added ? [service] : []));

/** Each service with the networks that it is connected to by hand, `NETWORK` or `NETWORK:ALIAS,ALIAS` each. */
export const connectionsTold = ({ services }: Plan): (readonly [service: string, connection: string])[] =>
  services.flatMap(({ service, connections = [] }) =>
    connections.map(
      ({ network, aliases }) => [service, [network, aliases.join(',')].filter(Boolean).join(':')] as const,
    ),
  );
