import { namespaceOwners, withTenants } from '../../compose/namespaces';
import type { ComposeModel } from '../../model/composeModel';
import type { ServiceChange } from '../../model/serviceChange';

/**
 * The services that a restart of some takes along: those that use a namespace of one, which ends with its container's processes.
 * Never the database, unless it is named: see networkRestarts.
 */
export const takenAlong = (model: ComposeModel, wanted: readonly string[], database?: string): string[] =>
  withTenants(model, wanted).filter((service) => service !== database || wanted.includes(service));

/** Restarts in dependency order, of which those that were taken along say why, and are made anew where what they use is. */
export function followOwners(
  model: ComposeModel,
  restarts: readonly ServiceChange[],
  wanted: readonly string[],
): ServiceChange[] {
  const done: ServiceChange[] = [];
  for (const change of restarts) {
    const found = namespaceOwners(model, change.service).flatMap(({ owner, namespace }) => {
      const of = done.find(({ service }) => service === owner);
      return of ? [{ of, namespace }] : [];
    });
    const anew = found.find(({ of }) => of.action === 'recreate');
    const [first] = found;
    const why = (one: (typeof found)[number], what: string) =>
      `it uses the ${one.namespace} of ${one.of.service}, which is ${what}`;
    done.push(
      anew && change.action === 'restart'
        ? { ...change, action: 'recreate', why: why(anew, 'made anew') }
        : first && !wanted.includes(change.service)
          ? { ...change, why: why(first, 'restarted') }
          : change,
    );
  }
  return done;
}
