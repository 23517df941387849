import * as pulumi from '@pulumi/pulumi';
import { deserializeProperties, type MockResourceArgs } from '@pulumi/pulumi/runtime';
import { getMonitor } from '@pulumi/pulumi/runtime/settings';
import { NOTHING } from '../../machines/model/decision';
import { plannedFor } from '../../machines/lifecycle/onRecord';
import type { Plan } from '../../machines/model/plan';
import type { Verdict } from '../../machines/model/verdict';
import type { Step } from '../../machines/model/vocabulary';

/** A resource as it was registered. */
export interface Registered {
  readonly name: string;
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly ignoreChanges: readonly string[];
  readonly dependsOn: readonly string[];
}

interface Request {
  getName(): string;
  getType(): string;
  getObject(): Parameters<typeof deserializeProperties>[0];
  getIgnorechangesList(): string[];
  getDependenciesList(): string[];
}

/** What stands for a value that is not known yet. */
export const UNKNOWN = { __pulumiUnknown: true };

const nameOf = (urn: string) => urn.split('::').at(-1) ?? '';

/** Of an attempt that was never cut off, and of which nothing is on record yet. */
export const UNBROKEN = {
  resumes: () => 0,
  resumed: NOTHING,
  planned: (plan: Plan, step: Step | 'undo') => plannedFor({ attempts: [] }, plan, step),
};

/** Stands in for the engine: notes what is registered; commands print these verdicts, in an update only. */
export function recordEngine(preview: boolean, verdicts: readonly Verdict[], exitCode = 0): Registered[] {
  const seen: Registered[] = [];
  const state = ({ name, type, inputs }: MockResourceArgs): Record<string, unknown> => {
    if (preview) return inputs as Record<string, unknown>;
    if (type === 'command:local:Command')
      return { ...inputs, stdout: JSON.stringify(verdicts.find(({ step }) => step === name)) };
    return type === 'docker:index/container:Container' ? { ...inputs, exitCode } : inputs;
  };
  pulumi.runtime.setMocks(
    {
      newResource: (args) => ({ id: preview ? undefined : `${args.name}-id`, state: state(args) }),
      call: ({ inputs }) => inputs as Record<string, unknown>,
    },
    'chronos-rollback',
    'production',
    preview,
  );
  // Mocks are not told dependencies and options, the engine's end of the call is.
  const monitor = getMonitor() as unknown as { registerResource(request: Request, done: unknown): unknown };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, done) => {
    seen.push({
      name: request.getName(),
      type: request.getType(),
      inputs: deserializeProperties(request.getObject()) as Record<string, unknown>,
      ignoreChanges: request.getIgnorechangesList(),
      dependsOn: request.getDependenciesList().map(nameOf),
    });
    return register(request, done);
  };
  return seen;
}
