import { local } from '@pulumi/command';
import * as pulumi from '@pulumi/pulumi';
import { RUN_BASH } from '../script/bashVersion';
import type { Transport } from './transport';

/** A host script as a Pulumi resource: it runs once, and again when its command line changes. */
export interface HostStep {
  readonly resource: pulumi.Resource;
  readonly stdout: pulumi.Output<string>;
}

export interface HostStepArgs {
  /** The command line, with the pins in clear. */
  readonly command: pulumi.Input<string>;
  /** The script, by standard input. */
  readonly script: string;
  /** Whether something in the script is secret: then the state has it encrypted. */
  readonly isSecret: boolean;
  /** True where a finished plan is registered again: an edited script then re-runs nothing. */
  readonly replay: boolean;
  readonly dependsOn: pulumi.Resource[];
}

/** A transport within a Pulumi program, whose scripts run in a preview as well: it makes resources of steps, too. */
export interface StepTransport extends Transport {
  step(name: string, args: HostStepArgs): HostStep;
}

/** This machine, by Pulumi. */
export const localTransport: StepTransport = {
  async run(script) {
    const { stdout } = await local.run({ command: RUN_BASH, stdin: script, logging: 'none' });
    return stdout;
  },
  step(name, { command, script, isSecret, replay, dependsOn }) {
    const resource = new local.Command(
      name,
      // The verdict is stdout; a step's own output is in its log on the host. Without the previous
      // output in the environment a long one cannot break a later update (E2BIG).
      {
        create: command,
        stdin: isSecret ? pulumi.secret(script) : script,
        logging: 'none',
        addPreviousOutputInEnv: false,
      },
      { dependsOn, ...(replay ? { ignoreChanges: ['stdin', 'environment'] } : {}) },
    );
    return { resource, stdout: resource.stdout };
  },
};

/**
 * The value of an output, or nothing in a preview where it is not known yet. Waiting for an unknown
 * one would take for ever. `isKnown` is part of every Output, though not of its published type
 * (@pulumi/pulumi, output.ts).
 */
export async function known<T>(output: pulumi.Output<T>): Promise<T | undefined> {
  const { isKnown } = output as unknown as { isKnown: Promise<boolean> };
  if (!(await isKnown)) return undefined;
  return new Promise((resolve) => output.apply(resolve));
}
