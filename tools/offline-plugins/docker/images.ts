import type Docker from 'dockerode';
import { dockerError, isNotFound } from './errors';

/** An image that is not there is pulled; where that fails, so does what needs it. */
export async function ensureImage(client: Docker, image: string): Promise<void> {
  const failed = (why: string) => new Error(`Unable to create container with image ${image}: ${why}`);
  if (!image) throw failed('empty image name is not allowed');
  if (await isPresent(client, image)) return;
  try {
    const progress = await client.pull(
      image.includes(':') || image.includes('@') ? image : `${image}:latest`,
    );
    await new Promise((resolve) => client.modem.followProgress(progress, resolve));
  } catch (error) {
    throw failed(`unable to pull image ${image}: error pulling image ${image}: ${dockerError(error)}`);
  }
  if (!(await isPresent(client, image))) throw failed(`unable to find or pull image ${image}`);
}

async function isPresent(client: Docker, image: string): Promise<boolean> {
  try {
    await client.getImage(image).inspect();
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    const looking = `findImage1: error looking up local image "${image}": unable to inspect image ${image}`;
    throw new Error(`${looking}: ${dockerError(error)}`, { cause: error });
  }
}
