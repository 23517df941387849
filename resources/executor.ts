import * as pulumi from '@pulumi/pulumi';
import type { Attempt, Journal } from '../machines/model/attempt';
import { acknowledgedBy, notAcknowledged } from '../machines/lifecycle/acknowledgement';
import type { Executor } from '../machines/lifecycle/actors';
import { type Code, codeOf } from '../machines/model/codes';
import type { Decision } from '../machines/model/decision';
import { closingOf } from '../machines/lifecycle/closing';
import type { LifecycleEnd, StepInput } from '../machines/lifecycle/context';
import {
  isReplay,
  keptOpen,
  leaseToTakeOver,
  notOpened,
  onRecord,
  type OnRecord,
  plannedFor,
  resumedIn,
  resumesOf,
} from '../machines/lifecycle/onRecord';
import {
  attemptToKeep,
  attemptToUndo,
  hasUndo,
  retracedFor,
  stepsOnRecord,
  verdictWithoutUndo,
} from '../machines/lifecycle/retrace';
import type { Plan } from '../machines/model/plan';
import type { Step } from '../machines/model/vocabulary';
import type { Settings } from '../machines/config/schema';
import type { Verdict } from '../machines/model/verdict';
import { StepResources } from './stepResources';
import type { DeploymentHost } from './host/deploymentHost';
import type { StepTransport } from './transport/pulumi';

export interface ExecutorArgs {
  readonly transport: StepTransport;
  readonly host: DeploymentHost;
  readonly settings: Settings;
  readonly detect: () => Promise<Decision>;
}

/** Why an attempt is still open, and the code of that. */
export interface Problem {
  readonly code: Code;
  readonly what: string;
}

export interface Closer {
  /**
   * Registers the newest closed attempt of this stack again, where this run has no plan of its own:
   * what is not registered would be deleted from the state, and a preview would say so. Says
   * whether anything is registered.
   */
  keep(): Promise<boolean>;
  /**
   * Journals how the attempt ended, when this run opened one and still has it, and gives the journal as it
   * is then. Where that cannot be written, the attempt stays open, and `problem` says why.
   */
  close(
    ending: LifecycleEnd,
    summary: string,
    code: string,
  ): Promise<{ readonly journal: Journal; readonly problem?: Problem }>;
}

/**
 * Carries a rollback out on one host. The attempt is opened in the journal before the first
 * resource, and only in an update: a preview and a replay write nothing.
 */
export function makeExecutor({ transport, host, settings, detect }: ExecutorArgs): Executor & Closer {
  let stepResources: StepResources | undefined;
  let opened: Plan | undefined;
  let record: OnRecord = { attempts: [] };

  const at = (plan: Plan, replay: boolean): StepResources =>
    (stepResources ??= new StepResources({
      ...{ transport, settings, plan, replay, holder: host.holder },
      resumed: resumedIn(record, plan),
      resumes: (of) => resumesOf(record, of),
      planned: (of, step) => plannedFor(record, of, step),
    }));

  /** Opens the attempt in the journal, once; what the host turns down becomes the step's verdict. */
  async function refusedToOpen(step: Verdict['step'], plan: Plan): Promise<Verdict | undefined> {
    if (opened || isReplay(record) || pulumi.runtime.isDryRun()) return undefined;
    const answer = await host.open(plan, leaseToTakeOver(record));
    if (!answer.ok) return notOpened(step, answer);
    opened = plan;
    return undefined;
  }

  const work: Record<Step, (stepResources: StepResources, input: StepInput) => Promise<Verdict>> = {
    prepare: (own) => own.prepare(),
    stop: (own) => own.stop(),
    restore: (own) => own.restore(),
    revert: (own, input) => own.revert(input),
    restart: (own, input) => own.restart(input),
    verify: (own, input) => own.verify(input),
  };

  const step =
    (name: Step) =>
    async (input: StepInput): Promise<Verdict> => {
      const { plan } = input;
      const refusal = await refusedToOpen(name, plan);
      return refusal ?? keptOpen(record, plan, name, await work[name](at(plan, isReplay(record)), input));
    };

  /** Registers the steps of an attempt that is over as they were; they do nothing again. */
  async function retrace(attempt: Attempt): Promise<StepResources> {
    const { plan, verdicts } = attempt;
    const own = at(plan, true);
    for (const name of stepsOnRecord(attempt)) await work[name](own, { plan, verdicts });
    return own;
  }

  /** Registers all of an attempt that is over, its undo and what that undid included. */
  async function replay(attempt: Attempt): Promise<void> {
    const own = await retrace(retracedFor(record, attempt));
    if (hasUndo(attempt)) await own.undo(attempt.plan, true);
  }

  /** Undoes a rollback; before the plan of an undo, what it undoes is registered as it was. */
  async function undo({ plan }: StepInput): Promise<Verdict> {
    const refusal = await refusedToOpen('undo', plan);
    if (refusal) return refusal;
    const isOver = isReplay(record);
    const past = attemptToUndo(record, plan);
    const own = past ? await retrace(past) : at(plan, isOver);
    return verdictWithoutUndo(record, plan) ?? own.undo(plan, isOver);
  }

  return {
    async detect() {
      const decision = await detect();
      record = onRecord(decision);
      const altered = acknowledgedBy(decision);
      if (!altered || pulumi.runtime.isDryRun()) return decision;
      const answer = await host.acknowledge(altered);
      return answer.ok ? decision : notAcknowledged(decision, answer);
    },
    steps: {
      prepare: step('prepare'),
      stop: step('stop'),
      restore: step('restore'),
      revert: step('revert'),
      restart: step('restart'),
      verify: step('verify'),
      undo,
    },
    async keep() {
      if (stepResources) return true;
      const kept = attemptToKeep(record, host.holder);
      if (!kept) return false;
      await replay(kept);
      return stepResources !== undefined;
    },
    async close(ending, summary, code) {
      const { attempts } = record;
      const head = ending.decision?.facts?.journalHead;
      const journal = { attempts, ...(head ? { head } : {}) };
      const closing = opened && closingOf(ending, opened, record, settings);
      if (!opened || !closing) return { journal };
      try {
        return { journal: await host.close(opened, closing, { summary, code }) };
      } catch (error) {
        const what = error instanceof Error ? error.message : String(error);
        return { journal, problem: { code: codeOf(error, 'close.failed'), what } };
      }
    },
  };
}
