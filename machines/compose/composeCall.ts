import { isAbsolute, join } from 'node:path';
import type { Facts } from '../model/facts';
import type { ComposeCall } from '../model/remedy';

/** The major version before any container has been seen. */
export const ASSUMED = 'v2';

/** What tells how Compose is called: who made the containers, and what the host has. */
export type ComposeFacts = Pick<Facts, 'containers' | 'compose'>;

/** The major version that made the containers, where the host has it, else the one that it has. */
export function composeVersion({ containers: [container], compose }: ComposeFacts): 'v1' | 'v2' {
  const wanted = container?.composeVersion.startsWith('1.') ? 'v1' : ASSUMED;
  return compose[wanted] ? wanted : compose.v2 ? 'v2' : 'v1';
}

/** How a person calls Compose for these containers, with the files that it is to read, and the env files of their labels. */
export function composeCall(facts: ComposeFacts, files: readonly string[]): ComposeCall {
  const [container] = facts.containers;
  const envFiles = (container?.envFiles ?? []).map((file) =>
    isAbsolute(file) ? file : join(container?.directory ?? '', file),
  );
  return {
    version: composeVersion(facts),
    isAlone: facts.compose.isAlone,
    files,
    ...(envFiles.length > 0 ? { envFiles } : {}),
  };
}
