import type Docker from 'dockerode';
import type { ContainerInputs } from './container-inputs';
import { attempt, isNotFound, message } from './errors';

/** Stops a container, unless it was one to run to its end, and removes it. */
export async function removed(client: Docker, id: string, inputs: ContainerInputs): Promise<void> {
  const own = client.getContainer(id);
  if (!inputs.attach) {
    await attempt(`Error stopping container ${id}`, done(own.stop({ t: inputs.destroyGraceSeconds ?? 0 })));
  }
  const remove = own.remove({ v: inputs.removeVolumes ?? false, force: true });
  await attempt(`Error deleting container ${id}`, done(remove));
  const wait = own.wait({ condition: inputs.rm ? 'removed' : 'not-running' });
  await attempt(`Error waiting for container removal '${id}'`, done(wait));
}

/** Stopping what is stopped, removing what is gone or going: done already. */
export async function done(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    const { statusCode } = error as { statusCode?: number };
    if (statusCode !== 304 && !isNotFound(error) && !/is already in progress/.test(message(error)))
      throw error;
  }
}
