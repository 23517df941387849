import * as pulumi from '@pulumi/pulumi';
import type { StepInput } from '../../machines/lifecycle/context';
import type { Plan } from '../../machines/model/plan';
import type { Step } from '../../machines/model/vocabulary';
import { imageFor, parseVerdict, probeImageFor, type Verdict } from '../../machines/model/verdict';
import type { HostStep } from '../transport/pulumi';

/**
 * Which image each service of a plan gets, and from which its link is probed: as the plan pins it, else as a step has
 * found or made it. Unknown in a preview that must build it.
 */
export class TargetImages {
  /** The first step that can say from which image each link is probed, and which images were made. */
  private reporter?: { readonly name: Step; readonly step: HostStep };

  constructor(private readonly plan: Plan) {}

  get isReported(): boolean {
    return this.reporter !== undefined;
  }

  /** A step that can report them; only the first counts. */
  reportedBy(name: Step, step: HostStep): void {
    this.reporter ??= { name, step };
  }

  of({ verdicts }: StepInput, service: string): pulumi.Input<string> {
    const planned = this.plan.services.find((change) => change.service === service)?.target;
    const known = imageFor({ service, target: planned }, verdicts);
    return known ?? this.reported((verdict) => verdict.images?.[service]);
  }

  /** From which image the link of a service is probed. */
  forProbe({ verdicts }: StepInput, service: string): pulumi.Input<string> {
    const known = probeImageFor(service, verdicts);
    return known ?? this.reported((verdict) => verdict.probes?.[service]);
  }

  /** `service=image id` for each of these. */
  words(input: StepInput, services: Plan['services']): pulumi.Output<string> {
    return pulumi
      .all(services.map(({ service }) => pulumi.interpolate`${service}=${this.of(input, service)}`))
      .apply((all) => all.join(' '));
  }

  private reported(pick: (verdict: Verdict) => string | undefined): pulumi.Output<string> {
    if (!this.reporter) throw new Error('an image is asked for before any step has run');
    const { name, step } = this.reporter;
    return step.stdout.apply((stdout) => pick(parseVerdict(name, stdout)) ?? '');
  }
}
