import { z } from 'zod';
import { Loss } from './backup';
import type { Code } from './codes';
import { checkCode, failureCode } from './impliedCodes';
import { ImageId } from './release';
import { type Step, STEPS } from './vocabulary';

/** One verified fact about the deployment, with what was seen. */
const CheckLine = z.object({
  name: z.string(),
  /** What was checked, see codes/. */
  code: z.string().optional(),
  /** Only a required check decides about the end. */
  required: z.boolean(),
  ok: z.boolean(),
  evidence: z.string(),
  /** False where it could not be run: then it has not passed, and nobody knows whether it would. */
  ran: z.boolean().optional(),
});
export const Check = CheckLine.transform(({ name, code, ...check }): z.infer<typeof CheckLine> => ({
  name,
  code: code ?? checkCode(name),
  ...check,
}));
export type Check = z.infer<typeof Check>;

/** From when to when a service did not run, in seconds since the epoch by the host's clock. */
export const Outage = z.object({ service: z.string(), from: z.number(), to: z.number() });
export type Outage = z.infer<typeof Outage>;

/**
 * What a step says when it is over, good or bad. A step prints it as its only line of output and
 * exits 0; a failed create would end the update before the machine could decide anything.
 */
const VerdictLine = z.object({
  step: z.enum([...STEPS, 'undo']),
  ok: z.boolean(),
  /** Why it failed or was refused, see codes/. */
  code: z.string().optional(),
  /** True when the deployment was no longer as planned, so that nothing was begun. */
  refused: z.boolean().optional(),
  /** One sentence for the timeline. */
  summary: z.string(),
  /** Start by the host's clock, ISO 8601. */
  started: z.string(),
  seconds: z.number().nonnegative(),
  /** prepare: the target's image of each app service. */
  images: z.record(z.string(), ImageId).optional(),
  /** prepare: the image from which each link is probed. */
  probes: z.record(z.string(), ImageId).optional(),
  /** stop, revert by script, restart, undo: when each service was away since this attempt first stopped one. */
  outages: z.array(Outage).optional(),
  /** verify, undo: every check that was made. */
  checks: z.array(Check).optional(),
  /** undo: what could not be taken back, a sentence each, and their codes in the same order. */
  failures: z.array(z.string()).optional(),
  failureCodes: z.array(z.string()).optional(),
  /** Nothing was begun, because somebody else has the rollback now. */
  taken: z.boolean().optional(),
  /** prepare: what was written to the live database since the backup. */
  loss: Loss.optional(),
  /**
   * restore: for how many seconds sessions were refused, the oid of what is live now and PostgreSQL's snapshot of
   * that moment, and what keeps the former live database: its name, or a dump on the host.
   */
  swap: z.object({ seconds: z.number(), oid: z.string(), snapshot: z.string(), kept: z.string() }).optional(),
  /** restart: whether a service may have written to the restored database; not there where that is not known. */
  appRan: z.boolean().optional(),
  /** restart: the id of the container in which each service runs that it was to bring up. */
  containers: z.record(z.string(), z.string()).optional(),
  /** The last lines of the step's log, when it failed. */
  log: z.string().optional(),
});
/** A verdict as it is read: lines of older versions have no codes, and get those that they imply. */
export const Verdict = VerdictLine.transform((verdict): z.infer<typeof VerdictLine> =>
  verdict.ok ? verdict : { ...verdict, code: verdict.code ?? failureCode(verdict.step) },
);
export type Verdict = z.infer<typeof Verdict> & {
  /** True in a preview, where the step has not run. */
  readonly planned?: boolean;
};

/** What a step printed is no verdict. */
class NoVerdict extends Error {
  readonly code: Code = 'step.no-verdict';
}

/** Reads the line that a step printed. Throws an error that shows the line when it is no verdict. */
export function parseVerdict(step: Step | 'undo', stdout: string): Verdict {
  let json: unknown;
  try {
    json = JSON.parse(stdout);
  } catch {
    throw new NoVerdict(`step ${step} printed no verdict but: ${stdout.slice(0, 300) || '(nothing)'}`);
  }
  const verdict = Verdict.safeParse(json);
  if (!verdict.success || verdict.data.step !== step) {
    const problem = verdict.success ? `it is of step ${verdict.data.step}` : z.prettifyError(verdict.error);
    throw new NoVerdict(`the verdict of step ${step} cannot be read: ${problem}`);
  }
  return verdict.data;
}

/** The verdict that a preview goes on with where the real one is not known yet. */
export function plannedVerdict(step: Step | 'undo', summary: string): Verdict {
  return { step, ok: true, planned: true, summary, started: '', seconds: 0 };
}

/**
 * The verdict of an update in which the step has not run, because Pulumi was told to leave it out or a resource before it
 * failed and it went on. The attempt stays open: nothing is known to have failed.
 */
export function leftOut(step: Step | 'undo'): Verdict {
  const summary = `Pulumi has left step ${step} out`;
  const code: Code = 'step.left-out';
  return { step, ok: false, code, refused: true, taken: true, summary, started: '', seconds: 0 };
}

/** Whether a step has run: neither a forecast nor what the host has not begun has a start. */
export const hasRun = ({ started }: Verdict): boolean => started !== '';

/** Whether anything required was checked at all: no check is no pass. */
export function hasEvidence(verdict: Verdict): boolean {
  return (verdict.checks ?? []).some(({ required }) => required);
}

/** The required checks that failed. */
export function failedChecks(verdict: Verdict): Check[] {
  return (verdict.checks ?? []).filter((check) => check.required && !check.ok);
}

/** Whether a step has ended well, by how each has ended the last time. */
export const hasEnded = (verdicts: readonly Verdict[], name: Verdict['step']): boolean =>
  verdicts.some(({ step, ok }) => ok && step === name);

/** The image of a service of the target: as a step has found or made it, else as the plan has it. */
export const imageFor = (
  { service, target }: { readonly service: string; readonly target?: string | undefined },
  verdicts: readonly Verdict[],
): string | undefined => verdicts.find(({ images }) => images)?.images?.[service] ?? target;

/** The image from which the link of a service is probed, as a step has found it. */
export const probeImageFor = (service: string, verdicts: readonly Verdict[]): string | undefined =>
  verdicts.find(({ probes }) => probes)?.probes?.[service];
