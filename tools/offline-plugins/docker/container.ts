import type Docker from 'dockerode';
import { PartialFailure, type Call, type ResourceType, type State } from '../shared/plugin';
import { UNKNOWN, type Props } from '../shared/values';
import { autoName, checkInputs, withoutDefaults } from './check';
import { docker } from './client';
import type { ContainerInputs } from './container-inputs';
import { createOptions, resourceLimits } from './container-options';
import { refreshedInputs, stateOf } from './container-state';
import { diffInputs } from './diff';
import type { DockerConfig } from './endpoint';
import { attempt, dockerError, isNotFound, listed, message } from './errors';
import { ensureImage } from './images';
import { done, removed } from './remove';
import { connectNetworks, runToEnd } from './run';
import { CONTAINER, CONTAINER_OUTPUTS } from './schema';

const TYPE = 'docker:index/container:Container';

/** `docker:index/container:Container`: as much of it as a one-off run and a scratch server need. */
export const container = (config: DockerConfig): ResourceType => ({
  check: (news, olds, call, autonaming) =>
    checkInputs(CONTAINER, TYPE, news, autoName(olds, call, autonaming)),

  diff: (_id, olds, _oldInputs, inputs) => ({
    changes: diffInputs(CONTAINER, olds, inputs),
    deleteBeforeReplace: true,
  }),

  async create(inputs, call) {
    const given = withoutDefaults(inputs) as Props;
    if (call.preview) return { id: '', outputs: { ...unknownOutputs(), ...given } };
    const { id, client } = await failing(async () => {
      const client = await docker(config.endpoint);
      await ensureImage(client, String(given['image']));
      const options = createOptions(given as unknown as ContainerInputs);
      const made = await attempt('Unable to create container', client.createContainer(options));
      return { id: made.id, client };
    });
    try {
      return await started(client, id, given, call);
    } catch (error) {
      const why = `creating ${call.urn}: ${listed(message(error))}`;
      throw new PartialFailure({ id, outputs: { ...given, id } }, why, error);
    }
  },

  async update(id, olds, inputs, call) {
    const given = withoutDefaults(inputs) as Props;
    const changed = new Set(
      Object.keys(diffInputs(CONTAINER, olds, inputs)).map((path) => path.split(/[.[]/)[0]),
    );
    const outputs = updated(olds, given, changed);
    if (call.preview) return outputs;
    try {
      const own = (await docker(config.endpoint)).getContainer(id);
      if (changed.has('mustRun') && given['mustRun'] === true && given['start'] === true) {
        await attempt('Unable to start container', done(own.start()));
      }
      if (LIMITS.some((key) => changed.has(key))) {
        await attempt(
          'Unable to update a container',
          own.update(resourceLimits(given as unknown as ContainerInputs)),
        );
      }
      return outputs;
    } catch (error) {
      throw new PartialFailure(
        { id, outputs: olds },
        `updating ${call.urn}: ${listed(message(error))}`,
        error,
      );
    }
  },

  async read(id, outputs, inputs, call) {
    try {
      const found = await inspected(await docker(config.endpoint), id, outputs);
      return found && { ...found, inputs: refreshedInputs(inputs, found.outputs) };
    } catch (error) {
      throw new Error(`refreshing ${call.urn}: ${listed(message(error))}`, { cause: error });
    }
  },

  async delete(id, outputs, call) {
    try {
      await removed(await docker(config.endpoint), id, outputs as unknown as ContainerInputs);
    } catch (error) {
      throw new Error(`deleting ${call.urn}: ${listed(message(error))}`, { cause: error });
    }
  },
});

const LIMITS = ['restart', 'maxRetryCount', 'cpuShares', 'memory', 'memoryReservation', 'memorySwap'];

async function failing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Error(listed(message(error)), { cause: error });
  }
}

/** Outputs nobody can know before the container is there. */
function unknownOutputs(): Props {
  const computed = Object.keys(CONTAINER).filter((key) => CONTAINER[key]?.computed);
  return Object.fromEntries(['id', ...CONTAINER_OUTPUTS, ...computed].map((key) => [key, UNKNOWN]));
}

async function started(client: Docker, id: string, given: Props, call: Call): Promise<State> {
  const inputs = given as unknown as ContainerInputs;
  const own = client.getContainer(id);
  await connectNetworks(client, id, inputs);
  if (inputs.start) await attempt('Unable to start container', own.start());
  const logs = inputs.attach ? await runToEnd(own, inputs, call) : undefined;
  const containerLogs = logs === undefined ? {} : { containerLogs: logs };
  const state = await inspected(client, id, { ...given, ...containerLogs });
  if (!state) throw new Error(`the container ${id} is gone`);
  return state;
}

async function inspected(client: Docker, id: string, before: Props): Promise<State | undefined> {
  try {
    return { id, outputs: stateOf(await client.getContainer(id).inspect(), before) };
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw new Error(dockerError(error), { cause: error });
  }
}

/** Stored outputs with the changed inputs put in; what was computed stays. */
function updated(olds: Props, given: Props, changed: Set<string | undefined>): Props {
  const kept = Object.entries(olds).filter(([key]) => !changed.has(key));
  const fresh = Object.entries(given).filter(([key]) => changed.has(key));
  return Object.fromEntries([...kept, ...fresh]);
}
