import type { Container } from '../../model/container';
import type { Facts } from '../../model/facts';
import type { Note } from '../../model/note';

/** Docker never resets its count of restarts: one that has run this long since the last is no crash loop. */
const SETTLED_MS = 10 * 60_000;

/** Whether a container has run so long that restarts before that tell nothing of today. */
export const isSettled = ({ started }: Container, clock: string): boolean =>
  Date.parse(clock) - Date.parse(started) > SETTLED_MS;

/**
 * Whether a container runs well although the kernel has killed something in it: Docker marks it until it is started
 * again, also where only a worker was killed and the service went on with another.
 */
const survived = (container: Container, clock: string): boolean =>
  container.status === 'running' &&
  (container.health === 'healthy' ||
    (container.health === null && (container.restarts === 0 || isSettled(container, clock))));

/** Whether lack of memory is what is wrong with a container. */
export const isOutOfMemory = (container: Container, clock: string): boolean =>
  container.oomKilled && !survived(container, clock);

/** Services in which something was killed for lack of memory, and which run well all the same. */
export function memoryNotes({ containers, clock }: Facts): Note[] {
  const marked = containers.filter(
    (container) => container.service !== '' && container.oomKilled && survived(container, clock),
  );
  return [...new Set(marked.map(({ service }) => service))].map((service) => ({
    code: 'note.out-of-memory',
    what: `a process of ${service} was killed for lack of memory; its container runs on`,
  }));
}
