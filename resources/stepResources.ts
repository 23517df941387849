import * as pulumi from '@pulumi/pulumi';
import type { StepInput } from '../machines/lifecycle/context';
import type { Plan } from '../machines/model/plan';
import type { ServiceChange } from '../machines/model/serviceChange';
import type { Step } from '../machines/model/vocabulary';
import type { Resumed } from '../machines/model/decision';
import { broughtUp } from '../machines/detect/plan/restartedServices';
import { pinName, pinnedBefore, runningCommit } from '../machines/detect/plan/targetImages';
import type { Settings } from '../machines/config/schema';
import { leftOut, parseVerdict, type Verdict } from '../machines/model/verdict';
import { Chain } from './docker/dependencyChain';
import { identityOf, valuesOfStep, valuesOfUndo } from './script/deploymentVariables';
import { probeLinks } from './docker/linkProbe';
import {
  againPins,
  backupPins,
  databasePins,
  given,
  references,
  restartPins,
  undoPins,
  verifyPins,
  words,
} from './script/stepPins';
import { pinImages } from './docker/imagePins';
import { commandLine, script } from './script/hostScript';
import { TargetImages } from './docker/targetImages';
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

/** Turns the steps of one plan into resources, each depending on those before it. */
export class StepResources {
  private readonly chain: Chain;
  private readonly images: TargetImages;
  private isPinned = false;

  constructor(private readonly args: StepResourcesArgs) {
    this.chain = new Chain(args.plan.endpoint);
    this.images = new TargetImages(args.plan);
  }

  async prepare(): Promise<Verdict> {
    const { services, links } = this.args.plan;
    const step = this.register('prepare', {
      IMAGES: words(services.map(({ service, target, source }) => [service, target ?? source])),
      REFERENCES: references(services),
      LINKS: Object.keys(links).join(' '),
      ...backupPins(this.args.plan),
    });
    this.images.reportedBy('prepare', step);
    return this.verdict('prepare', step);
  }

  async stop(): Promise<Verdict> {
    const { all, services } = this.args.plan;
    const names = services.flatMap(({ service, added }) => (added ? [] : [service])).join(' ');
    return this.verdict('stop', this.register('stop', { SERVICES: all ? 'all' : names }));
  }

  async restore(): Promise<Verdict> {
    return this.verdict('restore', this.register('restore', backupPins(this.args.plan)));
  }

  async revert(input: StepInput): Promise<Verdict> {
    const { plan } = this.args;
    this.pin(
      'target',
      () => plan.to.commit,
      (service, { imageUnproven }) => (imageUnproven ? undefined : this.images.of(input, service)),
    );
    return this.verdict('revert', this.register('revert', { WITH: plan.revertWith }));
  }

  async restart(input: StepInput): Promise<Verdict> {
    const { plan, resumed } = this.args;
    const pins = {
      IMAGES: this.images.words(input, broughtUp(plan)),
      ...restartPins(plan, this.images.isReported ? [] : Object.keys(plan.links)),
    };
    const step = this.register('restart', pins, { again: againPins(plan, resumed, input.verdicts) });
    this.images.reportedBy('restart', step);
    return this.verdict('restart', step);
  }

  async verify(input: StepInput): Promise<Verdict> {
    const { plan, replay, resumed, resumes } = this.args;
    const { containers, exitCodes } = probeLinks(
      plan,
      resumes(plan),
      (service) => this.images.forProbe(input, service),
      // How often it had gone on by then is no reason to probe for a rollback that is over.
      { ...this.chain.docker, ...(replay ? { ignoreChanges: ['labels'] } : {}) },
    );
    this.chain.add(containers);
    const pins = {
      IMAGES: this.images.words(input, plan.services),
      ...databasePins(plan, this.databaseService),
      ...verifyPins(plan),
      LINKS: exitCodes,
    };
    const again = given({ AGAIN: resumed.verify ? 'yes' : '' });
    return this.verdict('verify', this.register('verify', pins, { again }));
  }

  /** Takes a rollback back: this plan, when it fails, or for the plan of an undo the one that it names. */
  async undo(undo: Plan, replay: boolean): Promise<Verdict> {
    const step = this.register('undo', undoPins(undo, this.databaseService), {
      plan: undo,
      replay,
      values: valuesOfUndo(undo),
    });
    return this.verdict('undo', step, undo);
  }

  /** Before the first step of a plan, what runs is pinned. */
  private pinRunning(): void {
    if (this.isPinned) return;
    this.isPinned = true;
    const { plan } = this.args;
    this.pin(
      'before',
      (change) => runningCommit(plan, change),
      (_, change) => pinnedBefore(plan, change),
    );
  }

  private get databaseService(): string | undefined {
    return this.args.settings.deployment.databaseService;
  }

  /** Keeps the image of each service that has one, under a name of ours that says of which commit it is. */
  private pin(
    when: 'before' | 'target',
    commitOf: (change: ServiceChange) => string,
    imageOf: (service: string, change: ServiceChange) => pulumi.Input<string> | undefined,
  ): void {
    const { plan } = this.args;
    const pins = plan.services.flatMap((change) => {
      const { service } = change;
      const image = imageOf(service, change);
      if (image === undefined) return [];
      return [{ service, image, name: pinName(plan.project, service, commitOf(change)) }];
    });
    this.chain.add(pinImages(when, pins, this.chain.docker));
  }

  private register(
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
      HOLDER: holder,
      ...again,
    };
    const host = transport.step(step, {
      command: pulumi.all(all).apply(commandLine),
      script: script(`steps/${step}`, identity, Object.keys(all)),
      replay,
      dependsOn: this.chain.dependsOn,
    });
    this.chain.push(host.resource);
    return host;
  }

  private async verdict(
    step: Step | 'undo',
    { stdout }: HostStep,
    plan: Plan = this.args.plan,
  ): Promise<Verdict> {
    const printed = await known(stdout);
    if (printed !== undefined) return parseVerdict(step, printed);
    return pulumi.runtime.isDryRun() ? this.args.planned(plan, step) : leftOut(step);
  }
}
