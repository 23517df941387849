import * as docker from '@pulumi/docker';
import * as pulumi from '@pulumi/pulumi';
import type { Settings } from '../machines/settings';
import { stateDirectory } from '../machines/state';
import type { Plan, Step } from '../machines/model';
import type { StepInput } from '../machines/memory';
import { parseVerdict, plannedVerdict, type Verdict } from '../machines/verdicts';
import { LinkProbe } from './linkProbe';
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
  readonly forecast: (step: Step) => string;
  readonly pinName: (project: string, service: string, commit: string) => string;
}

/** The deployment as every script on the host needs it, in the order in which scripts read it. */
export function identityOf(
  settings: Settings,
  plan?: Pick<Plan, 'project' | 'files' | 'compose'>,
): Record<string, string> {
  const { deployment } = settings;
  const project = plan?.project ?? deployment.project ?? '';
  const state = project ? stateDirectory(settings, project) : (deployment.stateDirectory ?? '');
  const record = (values: Readonly<Record<string, string>>) =>
    Object.entries(values)
      .map(([name, value]) => `${name}=${value}`)
      .join('\n');
  return {
    DIRECTORY: deployment.directory,
    STATE: state,
    PROJECT: project,
    FILES: (plan?.files ?? [deployment.composeFile]).join(' '),
    COMPOSE: plan?.compose ?? 'v2',
    DATABASE_SERVICE: deployment.databaseService,
    DATABASE_USER: deployment.database.user,
    DATABASE_NAME: deployment.database.name,
    HEALTH: record(deployment.health),
    TRIES: '20',
    CRITICAL: record(deployment.critical),
    HEALTH_SCRIPT: deployment.healthScript,
    ENVIRONMENT: deployment.environment,
  };
}

const words = (pairs: Readonly<Record<string, string>>): string =>
  Object.entries(pairs)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

/** Turns the steps of one plan into resources, each depending on those before it. */
export class Hands {
  private readonly provider: docker.Provider;
  private before: pulumi.Resource[] = [];
  private prepared?: HostStep;

  constructor(private readonly args: HandsArgs) {
    this.provider = new docker.Provider('docker', { host: args.plan.endpoint });
  }

  async prepare(): Promise<Verdict> {
    const { plan } = this.args;
    const running = plan.services.flatMap(({ service, before }) =>
      before ? [{ service, image: before }] : [],
    );
    this.pin(
      'before',
      running.map(({ service, image }) => ({
        service,
        image,
        name: this.args.pinName(plan.project, service, plan.from.commit),
      })),
    );
    const references = words(
      Object.fromEntries(plan.services.map(({ service, reference }) => [service, reference])),
    );
    this.prepared = this.register('prepare', {
      IMAGES: words(
        Object.fromEntries(plan.services.map(({ service, target, source }) => [service, target ?? source])),
      ),
      REFERENCES: references,
      LINKS: Object.keys(plan.links).join(' '),
    });
    return this.verdict('prepare', this.prepared);
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
    return this.verdict('revert', this.register('revert', {}));
  }

  async restart(input: StepInput): Promise<Verdict> {
    const services = this.args.plan.services.filter(({ recreate }) => recreate);
    const references = Object.fromEntries(services.map(({ service, reference }) => [service, reference]));
    const images = this.images(
      input,
      services.map(({ service }) => service),
    );
    return this.verdict(
      'restart',
      this.register('restart', { IMAGES: images, REFERENCES: words(references) }),
    );
  }

  async verify(input: StepInput): Promise<Verdict> {
    const { plan } = this.args;
    const probes = Object.entries(plan.links).map(([service, { url, network }]) => ({
      service,
      probe: new LinkProbe(
        {
          service,
          url,
          image: this.probeImage(input, service),
          network,
          project: plan.project,
          rollback: plan.id,
        },
        { provider: this.provider, dependsOn: this.before, deleteBeforeReplace: true },
      ),
    }));
    this.before = [...this.before, ...probes.map(({ probe }) => probe.container)];
    const links = pulumi.all(
      probes.map(({ service, probe }) => pulumi.interpolate`${service}=${probe.exitCode}`),
    );
    const step = this.register('verify', {
      IMAGES: this.images(
        input,
        plan.services.map(({ service }) => service),
      ),
      DATABASE: plan.database.container,
      LINKS: links.apply((all) => all.join(' ')),
    });
    return this.verdict('verify', step);
  }

  private pin(when: 'before' | 'target', pins: readonly ImagePin[]): void {
    const tags = pinImages(when, pins, { provider: this.provider, dependsOn: this.before });
    this.before = [...this.before, ...tags];
  }

  private register(step: Step, pins: Readonly<Record<string, pulumi.Input<string>>>): HostStep {
    const { plan, settings, transport, replay } = this.args;
    const host = transport.step(step, {
      command: pulumi.all({ ROLLBACK: plan.id, COMMIT: plan.to.commit, ...pins }).apply(commandLine),
      script: script(['journal', 'step', step], identityOf(settings, plan)),
      replay,
      dependsOn: this.before,
    });
    this.before = [host.resource];
    return host;
  }

  private async verdict(step: Step, { stdout }: HostStep): Promise<Verdict> {
    const printed = await known(stdout);
    return printed === undefined
      ? plannedVerdict(step, this.args.forecast(step))
      : parseVerdict(step, printed);
  }

  /** The target's image of a service: what prepare found or made; unknown in a preview that must build it. */
  private image({ verdicts }: StepInput, service: string): pulumi.Input<string> {
    const prepared = verdicts.find(({ images }) => images)?.images?.[service];
    const planned = this.args.plan.services.find((change) => change.service === service)?.target;
    return prepared ?? planned ?? this.fromPrepared((verdict) => verdict.images?.[service]);
  }

  private probeImage({ verdicts }: StepInput, service: string): pulumi.Input<string> {
    const prepared = verdicts.find(({ probes }) => probes)?.probes?.[service];
    return prepared ?? this.fromPrepared((verdict) => verdict.probes?.[service]);
  }

  private fromPrepared(pick: (verdict: Verdict) => string | undefined): pulumi.Output<string> {
    if (!this.prepared) throw new Error('an image is asked for before prepare has run');
    return this.prepared.stdout.apply((stdout) => pick(parseVerdict('prepare', stdout)) ?? '');
  }

  private images(input: StepInput, services: readonly string[]): pulumi.Output<string> {
    return pulumi
      .all(services.map((service) => pulumi.interpolate`${service}=${this.image(input, service)}`))
      .apply((all) => all.join(' '));
  }
}
