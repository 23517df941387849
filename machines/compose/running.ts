import type { Container } from '../model/container';

/** How a container has ended, and what Docker does about that. */
type Ended = Pick<Container, 'status' | 'exitCode' | 'restartPolicy'>;

/** Whether Docker brings a container back however it ends by itself (docs.docker.com, "Start containers automatically"). */
const isBroughtBack = ({ restartPolicy }: Pick<Ended, 'restartPolicy'>): boolean =>
  restartPolicy === 'always' || restartPolicy === 'unless-stopped';

/** Whether somebody has stopped or killed a container: by itself it would run again. */
export const isStoppedFromOutside = (container: Container): boolean =>
  container.status === 'exited' && isBroughtBack(container);

/** Whether a container has done what it was started for: Docker brings none back that ended well, unless told to. */
export const isDone = (container: Ended): boolean =>
  container.status === 'exited' && container.exitCode === 0 && !isBroughtBack(container);

/** Whether a running container has lost the networks that Compose had put it in. */
export function isCutOff({ status, networks, networkMode }: Container): boolean {
  const isWithout = Object.keys(networks ?? {}).length === 0;
  const hasNone = networkMode === 'none' || networkMode === 'host' || networkMode.startsWith('container:');
  return status === 'running' && isWithout && !hasNone;
}
