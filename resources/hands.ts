import * as docker from '@pulumi/docker';
import * as pulumi from '@pulumi/pulumi';
import type { StepInput } from '../machines/memory';
import type { Plan, Step } from '../machines/model';
import type { Redo } from '../machines/redo';
import type { Settings } from '../machines/settings';
import { imageFor, leftOut, parseVerdict, plannedVerdict, type Verdict } from '../machines/verdicts';
import { identityOf } from './identity';
import { probeLinks } from './linkProbe';
import {
  againPins,
  backupPins,
  databasePins,
  given,
  references,
  restartPins,
  undoPins,
  words,
} from './pinWords';
import { type ImagePin, pinImages } from './pins';
import { commandLine, script } from './script';
import { type HostStep, known, type Transport } from './transport';

/** How the hands work on one plan. */
export interface HandsArgs {
  readonly transport: Transport;
  readonly settings: Settings;
  readonly plan: Plan;
  /** True when the plan is done already: its resources are registered as they were, and nothing runs. */
  readonly replay: boolean;
  /** What a step will do, in words, for a preview. */
  readonly forecast: (step: Step | 'undo', plan: Plan) => string;
  /** Who holds the lease: a step of a former holder does nothing. */
  readonly holder: string;
  readonly pinName: (project: string, service: string, commit: string) => string;
  /**
   * How often the attempt of a plan has gone on, this time included. A step is asked for anew with each: what a stack
   * remembers of it may be from before somebody else, or a failure that no journal has. The host says what is on record.
   */
  readonly resumes: (plan: Plan) => number;
  /** What the plan does once more, although that had ended well. */
  readonly redo: Redo;
  /** What the journal says of a step that has ended well, and is not done once more: known in a preview, too. */
  readonly recorded: (plan: Plan, step: Step | 'undo') => Verdict | undefined;
}

type Pins = Readonly<Record<string, pulumi.Input<string>>>;

interface Registering {
  /** Of which plan; not that of the hands where it is its undo. */
  readonly plan?: Plan;
  readonly replay?: boolean;
  /** What is done once more: no pin, or the same rollback, registered again when it is done, would differ. */
  readonly again?: Readonly<Record<string, string>>;
}

/** Turns the steps of one plan into resources, each depending on those before it. */
export class Hands {
  private readonly provider: docker.Provider;
  private before: pulumi.Resource[] = [];
  private isPinned = false;
  /** The step that says from which image each link is probed, and which images were made: the first that can. */
  private reporter?: { readonly name: Step; readonly step: HostStep };

  constructor(private readonly args: HandsArgs) {
    this.provider = new docker.Provider('docker', { host: args.plan.endpoint });
  }

  async prepare(): Promise<Verdict> {
    const { services, links } = this.args.plan;
    const step = this.register('prepare', {
      IMAGES: words(services.map(({ service, target, source }) => [service, target ?? source])),
      REFERENCES: references(services),
      LINKS: Object.keys(links).join(' '),
      ...backupPins(this.args.plan),
    });
    this.reporter = { name: 'prepare', step };
    return this.verdict('prepare', step);
  }

  async stop(): Promise<Verdict> {
    const { all, services } = this.args.plan;
    const names = services.map(({ service }) => service).join(' ');
    return this.verdict('stop', this.register('stop', { SERVICES: all ? 'all' : names }));
  }

  async restore(): Promise<Verdict> {
    return this.verdict('restore', this.register('restore', backupPins(this.args.plan)));
  }

  async revert(input: StepInput): Promise<Verdict> {
    const { plan } = this.args;
    const name = (service: string) => this.args.pinName(plan.project, service, plan.to.commit);
    this.pin(
      'target',
      plan.services.map(({ service }) => ({
        service,
        image: this.image(input, service),
        name: name(service),
      })),
    );
    return this.verdict('revert', this.register('revert', { WITH: plan.revertWith }));
  }

  async restart(input: StepInput): Promise<Verdict> {
    const { links, services: every } = this.args.plan;
    const services = every.filter(({ action }) => action !== 'keep');
    const pins = {
      IMAGES: this.images(
        input,
        services.map(({ service }) => service),
      ),
      ...restartPins(this.args.plan, this.reporter ? [] : Object.keys(links)),
    };
    const step = this.register('restart', pins, {
      again: againPins(this.args.plan, this.args.redo, input.verdicts),
    });
    this.reporter ??= { name: 'restart', step };
    return this.verdict('restart', step);
  }

  async verify(input: StepInput): Promise<Verdict> {
    const { plan } = this.args;
    const { containers, exitCodes } = probeLinks(
      plan,
      this.args.resumes(plan),
      (service) => this.probeImage(input, service),
      {
        provider: this.provider,
        dependsOn: this.before,
        // How often it had gone on by then is no reason to probe for a rollback that is over.
        ...(this.args.replay ? { ignoreChanges: ['labels'] } : {}),
      },
    );
    this.before = [...this.before, ...containers];
    const pins = {
      IMAGES: this.images(
        input,
        plan.services.map(({ service }) => service),
      ),
      ...databasePins(plan, this.databaseService),
      LINKS: exitCodes,
    };
    const again = given({ AGAIN: this.args.redo.verify ? 'yes' : '' });
    const step = this.register('verify', pins, { again });
    return this.verdict('verify', step);
  }

  /** Takes a rollback back: this plan, when it fails, or for the plan of an undo the one that it names. */
  async undo(undo: Plan, replay: boolean): Promise<Verdict> {
    const step = this.register('undo', undoPins(undo, this.databaseService), { plan: undo, replay });
    return this.verdict('undo', step, undo);
  }

  /** Before the first step of a plan, what runs is pinned. */
  private pinRunning({ plan, pinName }: HandsArgs): void {
    if (this.isPinned) return;
    this.isPinned = true;
    const name = (service: string) => pinName(plan.project, service, plan.from.commit);
    const running = plan.services.flatMap(({ service, before }) =>
      before ? [{ service, image: before, name: name(service) }] : [],
    );
    this.pin('before', running);
  }

  private get databaseService(): string {
    return this.args.settings.deployment.databaseService;
  }

  private pin(when: 'before' | 'target', pins: readonly ImagePin[]): void {
    const tags = pinImages(when, pins, { provider: this.provider, dependsOn: this.before });
    this.before = [...this.before, ...tags];
  }

  private register(
    step: Step | 'undo',
    pins: Pins,
    { plan = this.args.plan, replay = this.args.replay, again = {} }: Registering = {},
  ): HostStep {
    const { settings, transport, holder } = this.args;
    this.pinRunning(this.args);
    const times = this.args.resumes(plan);
    const resumed = given({ RESUMED: times > 0 ? String(times) : '' });
    const all: Pins = { ROLLBACK: plan.id, COMMIT: plan.to.commit, ...resumed, ...pins };
    const identity = { ...identityOf(settings, plan), HOLDER: holder, ...again };
    const host = transport.step(step, {
      command: pulumi.all(all).apply(commandLine),
      script: script(['journal', 'step', step], identity, Object.keys(all)),
      replay,
      dependsOn: this.before,
    });
    this.before = [host.resource];
    return host;
  }

  private async verdict(
    step: Step | 'undo',
    { stdout }: HostStep,
    plan: Plan = this.args.plan,
  ): Promise<Verdict> {
    const printed = await known(stdout);
    if (printed !== undefined) return parseVerdict(step, printed);
    if (!pulumi.runtime.isDryRun()) return leftOut(step);
    // What is on record is still to be closed, so it is planned all the same.
    const recorded = this.args.recorded(plan, step);
    if (recorded) return { ...recorded, planned: true };
    return plannedVerdict(step, this.args.forecast(step, plan));
  }

  /** The target's image of a service: what prepare found or made; unknown in a preview that must build it. */
  private image({ verdicts }: StepInput, service: string): pulumi.Input<string> {
    const prepared = imageFor(service, verdicts);
    const planned = this.args.plan.services.find((change) => change.service === service)?.target;
    return prepared ?? planned ?? this.fromReporter((verdict) => verdict.images?.[service]);
  }

  private probeImage({ verdicts }: StepInput, service: string): pulumi.Input<string> {
    const found = verdicts.find(({ probes }) => probes)?.probes?.[service];
    return found ?? this.fromReporter((verdict) => verdict.probes?.[service]);
  }

  private fromReporter(pick: (verdict: Verdict) => string | undefined): pulumi.Output<string> {
    if (!this.reporter) throw new Error('an image is asked for before any step has run');
    const { name, step } = this.reporter;
    return step.stdout.apply((stdout) => pick(parseVerdict(name, stdout)) ?? '');
  }

  private images(input: StepInput, services: readonly string[]): pulumi.Output<string> {
    return pulumi
      .all(services.map((service) => pulumi.interpolate`${service}=${this.image(input, service)}`))
      .apply((all) => all.join(' '));
  }
}
