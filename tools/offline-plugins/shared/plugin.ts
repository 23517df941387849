import type { Props } from './values';

/** What is wrong with one input. */
export interface CheckFailure {
  property: string;
  reason: string;
}

export interface CheckResult {
  inputs: Props;
  failures: CheckFailure[];
}

/** How one property changes; `replace` when the change cannot be made in place. */
export interface PropertyChange {
  kind: 'add' | 'delete' | 'update';
  replace: boolean;
}

export interface DiffResult {
  changes: Record<string, PropertyChange>;
  deleteBeforeReplace: boolean;
}

/** What every call brings along: who asks, a signal to stop at, a line to the engine's display. */
export interface Call {
  urn: string;
  name: string;
  preview: boolean;
  signal: AbortSignal;
  status(message: string): Promise<void>;
}

/** What the engine proposes as the name of a resource that was given none. */
export interface Autonaming {
  proposed: string;
  mode: 'propose' | 'enforce' | 'disable';
}

export interface State {
  id: string;
  outputs: Props;
}

/** One type of resource. `olds` are the stored outputs, `inputs` what `check` returned. */
export interface ResourceType {
  check(news: Props, olds: Props | undefined, call: Call, autonaming?: Autonaming): CheckResult;
  diff(id: string, olds: Props, oldInputs: Props, inputs: Props): DiffResult;
  create(inputs: Props, call: Call): Promise<State>;
  update(id: string, olds: Props, inputs: Props, call: Call): Promise<Props>;
  /** Undefined when the resource is gone. */
  read(
    id: string,
    outputs: Props,
    inputs: Props,
    call: Call,
  ): Promise<(State & { inputs: Props }) | undefined>;
  delete(id: string, outputs: Props, call: Call): Promise<void>;
}

/** The configuration of a provider, for plugins that have one. */
export interface ProviderConfig {
  check(news: Props): CheckResult;
  diff(oldInputs: Props, news: Props): DiffResult;
  configure(args: Props): void;
}

export interface Plugin {
  version: string;
  /** What the engine is told in answer to Configure. */
  accepts: { secrets: boolean; autonaming: boolean };
  config?: ProviderConfig;
  resources: Record<string, ResourceType>;
  functions: Record<string, (args: Props, call: Call) => Promise<Props | CheckFailure[]>>;
}

/** The resource exists, but not in the state asked for: the engine keeps it, with the reason. */
export class PartialFailure extends Error {
  constructor(
    readonly state: State,
    message: string,
    cause: unknown,
  ) {
    super(message, { cause });
  }
}
