import * as pulumi from '@pulumi/pulumi';
import type { Settings } from '../machines/config/schema';
import { pinnedBefore, pinOfBefore } from '../machines/detect/plan/targetImages';
import type { Resumed } from '../machines/model/decision';
import type { Plan } from '../machines/model/plan';
import type { ServiceChange } from '../machines/model/serviceChange';
import { leftOut, parseVerdict, type Verdict } from '../machines/model/verdict';
import type { Step } from '../machines/model/vocabulary';
import { Chain } from './docker/dependencyChain';
import { pinImages } from './docker/imagePins';
import { identityOf, valuesOfStep } from './script/deploymentVariables';
import { commandLine, script } from './script/hostScript';
import { runbookValues } from './script/runbookValues';
import { given } from './script/stepPins';
import { type HostStep, known, type StepTransport } from './transport/pulumi';

/** What the resources of one plan are made of. */
export interface StepResourcesArgs {
  readonly transport: StepTransport;
  readonly settings: Settings;
  readonly plan: Plan;
  /** True when the plan is done already: its resources are registered as they were, and nothing runs. */
  readonly replay: boolean;
  /** Who holds the lease: a step of a former holder does nothing. */
  readonly holder: string;
  /** How often the attempt of a plan has gone on, this time included. */
  readonly resumes: (plan: Plan) => number;
  /** What the plan does once more, although that had ended well. */
  readonly resumed: Resumed;
  /** The verdict that a preview goes on with where a step has not run. */
  readonly planned: (plan: Plan, step: Step | 'undo') => Verdict;
}

type Pins = Readonly<Record<string, pulumi.Input<string>>>;

interface Registering {
  /** Of which plan; not that of these resources where it is its undo. */
  readonly plan?: Plan;
  readonly replay?: boolean;
  /** What is done once more: no pin, or the same rollback, registered again when it is done, would differ. */
  readonly again?: Readonly<Record<string, string>>;
  /** What Compose reads and gets where that is not what the target has. */
  readonly values?: Readonly<Record<string, string>>;
}

/** Registers the steps of one plan, and the pins of its images, each depending on those before it. */
export class HostSteps {
  readonly chain: Chain;
  private isPinned = false;

  constructor(private readonly args: StepResourcesArgs) {
    this.chain = new Chain(args.plan.endpoint);
  }

  /** Registers a step; before the first one, what runs is pinned. */
  register(
    step: Step | 'undo',
    pins: Pins,
    {
      plan = this.args.plan,
      replay = this.args.replay,
      again = {},
      values = valuesOfStep(plan, step),
    }: Registering = {},
  ): HostStep {
    const { settings, transport, holder } = this.args;
    this.pinRunning();
    const times = this.args.resumes(plan);
    const all: Pins = {
      ROLLBACK: plan.id,
      COMMIT: plan.to.commit,
      ...given({ RESUMED: times > 0 ? String(times) : '' }),
      ...pins,
    };
    const identity = {
      ...identityOf(settings, plan),
      ...values,
      ...runbookValues(settings, plan, step),
      HOLDER: holder,
      ...again,
    };
    const host = transport.step(step, {
      command: pulumi.all(all).apply(commandLine),
      script: script(`steps/${step}`, identity, Object.keys(all)),
      isSecret: settings.secretChecks !== undefined,
      replay,
      dependsOn: this.chain.dependsOn,
    });
    this.chain.push(host.resource);
    return host;
  }

  /** What a step has said, or what a preview goes on with. */
  async verdict(step: Step | 'undo', { stdout }: HostStep, plan: Plan = this.args.plan): Promise<Verdict> {
    const printed = await known(stdout);
    if (printed !== undefined) return parseVerdict(step, printed);
    return pulumi.runtime.isDryRun() ? this.args.planned(plan, step) : leftOut(step);
  }

  /** Keeps the image of each service that has one, under a name of ours that says of which commit it is. */
  pin(
    when: 'before' | 'target',
    nameOf: (change: ServiceChange) => string,
    imageOf: (service: string, change: ServiceChange) => pulumi.Input<string> | undefined,
  ): void {
    const { plan } = this.args;
    const pins = plan.services.flatMap((change) => {
      const { service } = change;
      const image = imageOf(service, change);
      if (image === undefined) return [];
      return [{ service, image, name: nameOf(change) }];
    });
    this.chain.add(pinImages(when, pins, this.chain.docker));
  }

  /** Before the first step of a plan, what runs is pinned. */
  private pinRunning(): void {
    if (this.isPinned) return;
    this.isPinned = true;
    const { plan } = this.args;
    this.pin(
      'before',
      (change) => pinOfBefore(plan, change),
      (_, change) => pinnedBefore(plan, change),
    );
  }
}
