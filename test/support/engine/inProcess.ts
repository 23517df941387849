import type * as Pulumi from '@pulumi/pulumi';
import type { Outputs } from '../../../audit/outputs';
import { command } from '../../../tools/offline-plugins/command/command';
import { container } from '../../../tools/offline-plugins/docker/container';
import { DockerConfig } from '../../../tools/offline-plugins/docker/endpoint';
import { tag } from '../../../tools/offline-plugins/docker/tag';
import type { Call, ResourceType } from '../../../tools/offline-plugins/shared/plugin';
import type { Props } from '../../../tools/offline-plugins/shared/values';
import type { Stack, StackResource } from './stack';

/** What is done to a resource: as Pulumi's engine counts it. */
export type Operation = 'same' | 'create' | 'update' | 'replace';

/** A resource that the program has asked for. */
export interface Registered {
  readonly name: string;
  readonly type: string;
  readonly operation: Operation;
  /** The inputs that differ from the stack's. */
  readonly differs: readonly string[];
  readonly inputs: Props;
}

/** What one run of the program came to. */
export interface Ran {
  readonly outputs: Outputs;
  readonly registered: readonly Registered[];
  /** Resources of the stack that the program has not asked for: the engine would delete them. */
  readonly deleted: readonly string[];
  /** Why resources could not be made: an update of Pulumi's would have ended there. */
  readonly faults: readonly string[];
  /** What Pulumi would end with: 0, or 32 for a program that ended badly with its outputs saved. */
  readonly exitCode: number;
}

/** The world around the program. */
export interface World {
  /** What a host script prints that is run outside of a resource. */
  readonly answer: (script: string) => Promise<string> | string;
  /** What a resource comes to that is created or changed, by an update. */
  readonly act: (name: string, type: string, inputs: Props) => Promise<Made> | Made;
}
export interface Made {
  readonly id: string;
  readonly outputs: Props;
}

/** A program and the Pulumi that it is written on: of this checkout, or of an older one. */
export interface Program {
  readonly pulumi: Pick<typeof Pulumi, 'runtime'>;
  /** Pulumi's `runtime/settings` of the same installation. */
  readonly settings: { getMonitor(): unknown };
  readonly main: () => Promise<Outputs>;
}

export interface Asked {
  readonly stack: string;
  readonly preview: boolean;
  /** Keys of the stack's configuration; objects as JSON text. */
  readonly config: Readonly<Record<string, string>>;
}

const docker = new DockerConfig();
/** The plugins' own check and diff decide what is unchanged; nothing here creates anything by them. */
const TYPES: Readonly<Record<string, ResourceType>> = {
  'command:local:Command': command,
  'docker:index/tag:Tag': tag(docker),
  'docker:index/container:Container': container(docker),
};

interface RegisterRequest {
  getName(): string;
  getType(): string;
  getIgnorechangesList(): string[];
}
interface Monitor {
  registerResource(request: RegisterRequest, done: unknown): Promise<void>;
}

/**
 * Runs the program against a stack without Pulumi's engine: what the stack has with the same inputs is unchanged and
 * keeps its outputs, as the plugins' own `check` and `diff` tell; everything else is `act`'s.
 */
export async function runOn(program: Program, stack: Stack, asked: Asked, world: World): Promise<Ran> {
  const registered: Registered[] = [];
  const faults: string[] = [];
  const ignored = new Map<string, readonly string[]>();
  const seen = new Set<string>();

  async function make(name: string, type: string, news: Props): Promise<{ id: string; state: Props }> {
    const old = stack.find(type, name);
    if (old) seen.add(old.urn);
    const inputs = old ? kept(news, old, ignored.get(`${type} ${name}`) ?? []) : news;
    const { operation, differs } = compared(type, name, old, inputs, asked);
    registered.push({ name, type, operation, differs, inputs });
    if (old && operation === 'same') return { id: old.id ?? '', state: old.outputs ?? {} };
    if (asked.preview) return { id: '', state: inputs };
    try {
      const { id, outputs } = await world.act(name, type, inputs);
      return { id, state: outputs };
    } catch (error) {
      // Thrown on, it would end this process.
      faults.push(error instanceof Error ? error.message : String(error));
      return { id: '', state: { ...inputs, stdout: failed(name), exitCode: 1 } };
    }
  }

  await program.pulumi.runtime.setMocks(
    {
      newResource: ({ name, type, inputs }) => make(name, type, inputs as Props),
      async call({ token, inputs }) {
        if (token !== 'command:local:run') throw new Error(`nobody serves ${token}`);
        const { stdin } = inputs as { stdin: string };
        return { ...inputs, stdout: await world.answer(stdin), stderr: '' };
      },
    },
    'chronos-rollback',
    asked.stack,
    asked.preview,
    'organization',
  );
  const monitor = program.settings.getMonitor() as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, done) => {
    ignored.set(`${request.getType()} ${request.getName()}`, request.getIgnorechangesList());
    return register(request, done);
  };
  const config = Object.entries(asked.config).map(([key, value]) => [`chronos-rollback:${key}`, value]);
  program.pulumi.runtime.setAllConfig(Object.fromEntries(config) as Record<string, string>);

  const before = process.exitCode;
  const listeners = STREAMS.map((stream) => stream.listeners('error'));
  process.exitCode = 0;
  try {
    const outputs = await program.main();
    const exitCode = Number(process.exitCode);
    const deleted = stack.own.filter(({ urn }) => !seen.has(urn)).map(({ urn }) => urn);
    return { outputs, registered, deleted, faults, exitCode };
  } finally {
    process.exitCode = before;
    STREAMS.forEach((stream, index) => {
      for (const made of stream.listeners('error').filter((one) => !listeners[index]?.includes(one)))
        stream.off('error', made as () => void);
    });
  }
}

const STREAMS = [process.stdout, process.stderr];

/** The verdict of a step that could not be run. */
const failed = (step: string): string =>
  JSON.stringify({ step, ok: false, summary: 'it could not be run', started: '', seconds: 0 });

/** The inputs as they come to the provider: an ignored one is the stack's. */
function kept(news: Props, old: StackResource, ignore: readonly string[]): Props {
  const merged: Props = Object.fromEntries(Object.entries(news).filter(([key]) => !ignore.includes(key)));
  for (const key of ignore) {
    const value = old.inputs?.[key];
    if (value !== undefined) merged[key] = value;
  }
  return merged;
}

function compared(
  type: string,
  name: string,
  old: StackResource | undefined,
  news: Props,
  { stack, preview }: Asked,
): Pick<Registered, 'operation' | 'differs'> {
  if (!old) return { operation: 'create', differs: [] };
  const known = TYPES[type];
  if (!known) return sameProvider(old, news);
  const call: Call = {
    urn: `urn:pulumi:${stack}::chronos-rollback::${type}::${name}`,
    name,
    preview,
    signal: new AbortController().signal,
    status: () => Promise.resolve(),
  };
  const { inputs } = known.check(news, old.inputs, call, { proposed: `${name}-0`, mode: 'propose' });
  const { changes } = known.diff(old.id ?? '', old.outputs ?? {}, old.inputs ?? {}, inputs);
  const differs = Object.keys(changes);
  if (differs.length === 0) return { operation: 'same', differs };
  const isReplaced = Object.values(changes).some(({ replace }) => replace);
  return { operation: isReplaced ? 'replace' : 'update', differs };
}

/** A provider is unchanged when all that it is given is; its version is the engine's to fill in. */
function sameProvider(old: StackResource, news: Props): Pick<Registered, 'operation' | 'differs'> {
  const differs = Object.keys(news).filter(
    (key) => key !== 'version' && JSON.stringify(news[key]) !== JSON.stringify(old.inputs?.[key]),
  );
  return { operation: differs.length === 0 ? 'same' : 'update', differs };
}
