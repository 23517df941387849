import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { homeOf } from '../../resources/process/home';

/** Where the stack of this run lives, and what keeps its secrets. */
export interface StackLocation {
  readonly stack: string;
  /** Of our own: backend, passphrase and the copies of the configuration. 0700. */
  readonly directory: string;
  /** The operator's backend is used as it is; else there is one of our own. */
  readonly own: boolean;
  readonly backend: string;
  /** The passphrase of our own backend. */
  readonly passphrase: string;
  /** The copy of the checkout's configuration that this process alone uses, and may add to. */
  readonly config: string;
  /** Another one, for whoever types the printed lines oneself. */
  readonly shellConfig: string;
  /** What one sources to type the printed lines oneself. */
  readonly shell: string;
}

const orElse = (path: string, fallback: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return fallback;
  }
};

/** The version of this project, by which tools/setup keeps Pulumi's home. */
export const versionOf = (root: string): string =>
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;

/** Pulumi's home as tools/env.sh has it. */
function pulumiHome(root: string, env: NodeJS.ProcessEnv): string {
  const cache = env['XDG_CACHE_HOME'] || join(homeOf(env), '.cache');
  return join(cache, 'chronos-rollback', versionOf(root), 'pulumi-home');
}

/** The backend that the operator has set, or is logged in to; nothing when there is none. */
function backendOf(root: string, env: NodeJS.ProcessEnv): string | undefined {
  if (env['PULUMI_BACKEND_URL']) return env['PULUMI_BACKEND_URL'];
  const login = JSON.parse(orElse(join(pulumiHome(root, env), 'credentials.json'), '{}')) as {
    current?: string;
  };
  return login.current || undefined;
}

/** Where the door keeps what is its own. */
const ownDirectory = (env: NodeJS.ProcessEnv): string =>
  join(env['XDG_STATE_HOME'] || join(homeOf(env), '.local/state'), 'chronos-rollback');

/**
 * A stack on the given backend, or on one of our own under a directory. There Pulumi keeps no attributes beside its files
 * (gocloud.dev, fileblob: `metadata=skip`): it writes them without care, and where it is killed meanwhile the stack
 * cannot be loaded any more ("failed to load checkpoint: EOF").
 */
export function placeIn(directory: string, stack: string, backend?: string): StackLocation {
  const name = stack.split('/').at(-1) ?? stack;
  return {
    stack,
    directory,
    own: backend === undefined,
    backend: backend ?? `file://${join(directory, 'backend')}?metadata=skip`,
    passphrase: join(directory, 'passphrase'),
    config: join(directory, `run-${hostname()}-${process.pid}`, `Pulumi.${name}.yaml`),
    shellConfig: join(directory, `Pulumi.${name}.yaml`),
    shell: join(directory, `${name}.sh`),
  };
}

/** Where a stack lives: on the operator's backend, else on our own. */
export const placeOf = (stack: string, root: string, env: NodeJS.ProcessEnv): StackLocation =>
  placeIn(ownDirectory(env), stack, backendOf(root, env));

/** The environment in which `pulumi` means this stack. */
export function environmentOf(place: StackLocation, root: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const common = {
    ...env,
    PULUMI_HOME: pulumiHome(root, env),
    PULUMI_STACK: place.stack,
    PULUMI_OPTION_CONFIG_FILE: place.config,
    PULUMI_SKIP_UPDATE_CHECK: '1',
  };
  if (!place.own) return common;
  return {
    ...common,
    PULUMI_BACKEND_URL: place.backend,
    PULUMI_CONFIG_PASSPHRASE: undefined,
    PULUMI_CONFIG_PASSPHRASE_FILE: place.passphrase,
  };
}
