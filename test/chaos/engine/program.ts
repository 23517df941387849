// The project's program in a process of its own, without Pulumi's engine: each resource does at once what its plugin
// would do, and nothing is kept of it. What is asked comes as JSON by CHRONOS_CHAOS_ASK; the outputs go to its `outputs`.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import * as pulumi from '@pulumi/pulumi';
import { command } from '../../../tools/offline-plugins/command/command';
import { execute } from '../../../tools/offline-plugins/command/execute';
import { commandInputs } from '../../../tools/offline-plugins/command/inputs';
import { container } from '../../../tools/offline-plugins/docker/container';
import { DockerConfig } from '../../../tools/offline-plugins/docker/endpoint';
import { tag } from '../../../tools/offline-plugins/docker/tag';
import type { Call, ResourceType } from '../../../tools/offline-plugins/shared/plugin';
import type { Props } from '../../../tools/offline-plugins/shared/values';
import type { Asked } from './run';
import program from '../../../index';

const asked = JSON.parse(process.env['CHRONOS_CHAOS_ASK'] ?? '') as Asked;
const docker = new DockerConfig();
const types: Readonly<Record<string, ResourceType>> = {
  'command:local:Command': command,
  'docker:index/tag:Tag': tag(docker),
  'docker:index/container:Container': container(docker),
};

const call = (name: string): Call => ({
  urn: `urn:pulumi:${asked.stack}::chronos-rollback::resource::${name}`,
  name,
  preview: asked.preview,
  signal: new AbortController().signal,
  status: () => Promise.resolve(),
});

/** As the engine ends an update of which a resource cannot be made: at once. */
function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : error);
  process.exit(255);
}

async function make(name: string, type: string, inputs: Props): Promise<{ id: string; state: Props }> {
  if (type === 'pulumi:providers:docker') docker.configure(inputs);
  const known = types[type];
  if (!known) return { id: `${name}-id`, state: inputs };
  // In a preview nothing is known of what a resource would come to, nor of what goes into it from another one.
  if (asked.preview) return { id: '', state: inputs };
  const checked = known.check(inputs, undefined, call(name), {
    proposed: `${name}-${randomBytes(4).toString('hex')}`,
    mode: 'propose',
  });
  if (checked.failures.length > 0) throw new Error(JSON.stringify(checked.failures));
  const { id, outputs } = await known.create(checked.inputs, call(name));
  return { id, state: outputs };
}

pulumi.runtime.setMocks(
  {
    newResource: ({ name, type, inputs }) => make(name, type, inputs as Props).catch(fail),
    async call({ token, inputs }) {
      if (token !== 'command:local:run') throw new Error(`nobody serves ${token}`);
      const given = commandInputs(inputs as Props);
      const none = { stdout: '', stderr: '' };
      return {
        ...inputs,
        ...(await execute(given.command ?? '', given, none, call(token)).catch(fail)),
      } as Props;
    },
  },
  'chronos-rollback',
  asked.stack,
  asked.preview,
  'organization',
);
pulumi.runtime.setAllConfig(
  Object.fromEntries(Object.entries(asked.config).map(([key, value]) => [`chronos-rollback:${key}`, value])),
);
process.on('unhandledRejection', fail);
void program().then((outputs) => writeFileSync(asked.outputs, JSON.stringify(outputs)));
