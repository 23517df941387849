import type Docker from 'dockerode';
import { dockerHostError, message } from './errors';
import type { Endpoint } from './endpoint';
import { sshAgent } from './ssh';

let connected: Promise<Docker> | undefined;

/** The Docker client of this provider; made, and tried, when it is first needed. */
export async function docker(endpoint: Endpoint): Promise<Docker> {
  connected ??= connect(endpoint);
  try {
    return await connected;
  } catch (error) {
    connected = undefined;
    throw new Error(`failed to create Docker client: ${message(error)}`, { cause: error });
  }
}

async function connect(endpoint: Endpoint): Promise<Docker> {
  const { default: Client } = await import('dockerode');
  const client = new Client(clientOptions(endpoint));
  if (!endpoint.check) return client;
  try {
    await client.ping();
  } catch (error) {
    throw new Error(
      `Error pinging Docker server, please make sure that ${endpoint.host} is reachable and has a  '_ping' ` +
        `endpoint. Error: ${dockerHostError(error, endpoint.host)}`,
      { cause: error },
    );
  }
  return client;
}

function clientOptions({ host, sshOpts }: Endpoint): Docker.DockerOptions {
  const url = new URL(host);
  switch (url.protocol) {
    case 'unix:':
      return { socketPath: url.pathname };
    case 'ssh:':
      // The agent connects; the address only has to be one.
      return { protocol: 'http', host: 'docker.invalid', port: 80, ...{ agent: sshAgent(url, sshOpts) } };
    case 'tcp:':
    case 'http:':
      return { protocol: 'http', host: url.hostname, port: Number(url.port || 2375) };
    default:
      throw new Error(`the offline docker plugin does not serve hosts like ${host}`);
  }
}
