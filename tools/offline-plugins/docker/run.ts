import type Docker from 'dockerode';
import type { Call } from '../shared/plugin';
import type { ContainerInputs } from './container-inputs';
import { attempt, dockerError, message } from './errors';

/** Takes a container off the default network and puts it on the ones it names. */
export async function connectNetworks(client: Docker, id: string, inputs: ContainerInputs): Promise<void> {
  if (!inputs.networksAdvanced?.length) return;
  const bridge = client.getNetwork('bridge').disconnect({ Container: id, Force: false });
  await bridge.catch((error: unknown) => {
    if (/is not connected to the network bridge/.test(message(error))) return;
    throw new Error(`Unable to disconnect the default network: ${dockerError(error)}`);
  });
  for (const network of inputs.networksAdvanced) {
    const endpoint = {
      Aliases: network.aliases ?? [],
      IPAMConfig: {
        IPv4Address: network.ipv4Address ?? '',
        IPv6Address: network.ipv6Address ?? '',
        LinkLocalIPs: network.linkLocalIps ?? [],
      },
      MacAddress: network.macAddress ?? '',
    };
    const connection = client.getNetwork(network.name).connect({ Container: id, EndpointConfig: endpoint });
    await attempt(`Unable to connect to network '${network.name}'`, connection);
  }
}

/** Waits until a container ends; the logs of its run, both streams as they came, if they are wanted. */
export async function runToEnd(
  container: Docker.Container,
  inputs: ContainerInputs,
  call: Call,
): Promise<string | undefined> {
  const logs = inputs.logs ? followLogs(container, inputs.tty ?? false, call.signal) : undefined;
  const ended = container.wait({ condition: 'not-running', abortSignal: call.signal });
  // Should the wait fail, nobody asks for the logs any more.
  logs?.catch(() => undefined);
  await attempt('Unable to wait container end of execution', ended);
  return logs;
}

async function followLogs(
  container: Docker.Container,
  tty: boolean,
  abortSignal: AbortSignal,
): Promise<string> {
  const options = { follow: true, stdout: true, stderr: true, timestamps: false, abortSignal } as const;
  const stream = await attempt('unable to read container logs', container.logs(options));
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  const whole = Buffer.concat(chunks);
  return (tty ? whole : demultiplexed(whole)).toString();
}

/** Docker sends both streams through one, in frames: eight bytes ahead of each, the last four its size. */
function demultiplexed(frames: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at + 8 <= frames.length;) {
    const end = at + 8 + frames.readUInt32BE(at + 4);
    parts.push(frames.subarray(at + 8, end));
    at = end;
  }
  return Buffer.concat(parts);
}
