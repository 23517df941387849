import type { StepInput } from '../machines/lifecycle/context';
import type { Plan } from '../machines/model/plan';
import { broughtUp } from '../machines/detect/plan/restartedServices';
import { pinName } from '../machines/detect/plan/targetImages';
import type { Verdict } from '../machines/model/verdict';
import { valuesOfUndo } from './script/deploymentVariables';
import { probeLinks } from './docker/linkProbe';
import { HostSteps, type StepResourcesArgs } from './hostSteps';
import {
  againPins,
  backupPins,
  databasePins,
  given,
  references,
  restartPins,
  revertPins,
  undoPins,
  verifyPins,
  words,
} from './script/stepPins';
import { TargetImages } from './docker/targetImages';

/** Turns the steps of one plan into resources, each depending on those before it. */
export class StepResources {
  private readonly steps: HostSteps;
  private readonly images: TargetImages;

  constructor(private readonly args: StepResourcesArgs) {
    this.steps = new HostSteps(args);
    this.images = new TargetImages(args.plan);
  }

  async prepare(): Promise<Verdict> {
    const { services, links } = this.args.plan;
    const step = this.steps.register('prepare', {
      IMAGES: words(services.map(({ service, target, source }) => [service, target ?? source])),
      REFERENCES: references(services),
      LINKS: Object.keys(links).join(' '),
      ...backupPins(this.args.plan),
    });
    this.images.reportedBy('prepare', step);
    return this.steps.verdict('prepare', step);
  }

  async stop(): Promise<Verdict> {
    const { all, services } = this.args.plan;
    const names = services.flatMap(({ service, added }) => (added ? [] : [service])).join(' ');
    return this.steps.verdict('stop', this.steps.register('stop', { SERVICES: all ? 'all' : names }));
  }

  async restore(): Promise<Verdict> {
    return this.steps.verdict('restore', this.steps.register('restore', backupPins(this.args.plan)));
  }

  async revert(input: StepInput): Promise<Verdict> {
    const { plan } = this.args;
    this.steps.pin(
      'target',
      ({ service }) => pinName(plan.project, service, plan.to.commit),
      (service, { imageUnproven }) => (imageUnproven ? undefined : this.images.of(input, service)),
    );
    return this.steps.verdict('revert', this.steps.register('revert', revertPins(plan)));
  }

  async restart(input: StepInput): Promise<Verdict> {
    const { plan, resumed } = this.args;
    const pins = {
      IMAGES: this.images.words(input, broughtUp(plan)),
      ...restartPins(plan, this.images.isReported ? [] : Object.keys(plan.links)),
    };
    const step = this.steps.register('restart', pins, { again: againPins(plan, resumed, input.verdicts) });
    this.images.reportedBy('restart', step);
    return this.steps.verdict('restart', step);
  }

  async verify(input: StepInput): Promise<Verdict> {
    const { plan, replay, resumed, resumes } = this.args;
    const { containers, exitCodes } = probeLinks(
      plan,
      resumes(plan),
      (service) => this.images.forProbe(input, service),
      // How often it had gone on by then is no reason to probe for a rollback that is over.
      { ...this.steps.chain.docker, ...(replay ? { ignoreChanges: ['labels'] } : {}) },
    );
    this.steps.chain.add(containers);
    const pins = {
      IMAGES: this.images.words(input, plan.services),
      ...databasePins(plan, this.databaseService),
      ...verifyPins(plan),
      LINKS: exitCodes,
    };
    const again = given({ AGAIN: resumed.verify ? 'yes' : '' });
    return this.steps.verdict('verify', this.steps.register('verify', pins, { again }));
  }

  /** Takes a rollback back: this plan, when it fails, or for the plan of an undo the one that it names. */
  async undo(undo: Plan, replay: boolean): Promise<Verdict> {
    const step = this.steps.register('undo', undoPins(undo, this.databaseService), {
      plan: undo,
      replay,
      values: valuesOfUndo(undo),
    });
    return this.steps.verdict('undo', step, undo);
  }

  private get databaseService(): string | undefined {
    return this.args.settings.deployment.databaseService;
  }
}
