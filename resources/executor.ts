import * as pulumi from '@pulumi/pulumi';
import type { Attempt, Journal } from '../machines/model/attempt';
import type { Executor } from '../machines/lifecycle/actors';
import { type Decision, NOTHING, type Resumed } from '../machines/model/decision';
import { type Code, codeOf } from '../machines/model/codes';
import { failureCode } from '../machines/model/impliedCodes';
import type { LifecycleEnd, StepInput } from '../machines/lifecycle/context';
import type { Plan } from '../machines/model/plan';
import type { Step } from '../machines/model/vocabulary';
import { isDoneAgain } from '../machines/detect/choose/resume';
import type { Settings } from '../machines/config/schema';
import { hasEnded, type Verdict } from '../machines/model/verdict';
import { StepResources, type StepResourcesArgs } from './stepResources';
import type { Host } from './hostClient';
import type { Transport } from './transport';

export interface ExecutorArgs {
  readonly transport: Transport;
  readonly host: Host;
  readonly settings: Settings;
  readonly detect: () => Promise<Decision>;
  readonly words: Pick<StepResourcesArgs, 'forecast' | 'pinName'>;
  /** Names of image pins that no rollback needs any more once this one has ended so. */
  readonly oldPins: (attempts: readonly Attempt[], opened: Plan, clock: string) => readonly string[];
}

/** Why an attempt is still open, and the code of that. */
export interface Problem {
  readonly code: Code;
  readonly what: string;
}

export interface Closing {
  /**
   * Registers the newest closed attempt of this stack again, where this run has no plan of its own:
   * what is not registered would be deleted from the state, and a preview would say so. Says
   * whether anything is registered.
   */
  keep(ending: LifecycleEnd): Promise<boolean>;
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
export function makeExecutor({
  transport,
  host,
  settings,
  detect,
  words,
  oldPins,
}: ExecutorArgs): Executor & Closing {
  let stepResources: StepResources | undefined;
  let opened: Plan | undefined;
  let going: Extract<Decision, { mode: string }> | undefined;
  let attempts: readonly Attempt[] = [];
  const known = (id: string | undefined) => attempts.find(({ plan }) => plan.id === id);
  const resumedOf = ({ id }: Plan): Resumed =>
    (going?.kind === 'plan' && going.plan.id === id && going.resumed) || NOTHING;
  const recalled: Pick<StepResourcesArgs, 'resumes' | 'recorded'> = {
    resumes({ id }) {
      const goesOn = going?.mode === 'resume' && going.plan.id === id;
      return (known(id)?.resumes ?? 0) + (goesOn ? 1 : 0);
    },
    recorded(plan, step) {
      if (isDoneAgain(resumedOf(plan), step)) return undefined;
      const { verdicts = [], isTakenBack = false } = known(plan.id) ?? {};
      // What is being taken back is not tried again, however it has ended.
      return verdicts.find(
        (verdict) => verdict.step === step && (verdict.ok || (isTakenBack && step !== 'undo')),
      );
    },
  };
  const at = (plan: Plan, replay: boolean): StepResources =>
    (stepResources ??= new StepResources({
      ...{ transport, settings, plan, replay, resumed: resumedOf(plan), holder: host.holder },
      ...recalled,
      ...words,
    }));
  const isReplay = () => going?.mode === 'replay';

  /** Opens the attempt in the journal, once; what the host turns down becomes the step's verdict. */
  async function turnedDown(step: Verdict['step'], plan: Plan): Promise<Verdict | undefined> {
    if (opened || isReplay() || pulumi.runtime.isDryRun()) return undefined;
    const { ok, summary, code } = await host.open(plan, going?.takesOver ? going.facts.lease : undefined);
    if (!ok)
      return { step, ok, code: code ?? failureCode(step), refused: true, summary, started: '', seconds: 0 };
    opened = plan;
    return undefined;
  }

  /** That a step that has ended well cannot be asked for now is no reason to take it back, or to call that undone. */
  function asDone(verdict: Verdict, name: Step, plan: Plan): Verdict {
    const isTried = verdict.ok || verdict.refused || isDoneAgain(resumedOf(plan), name);
    if (isTried || !hasEnded(known(plan.id)?.verdicts ?? [], name)) return verdict;
    const summary = `${verdict.summary}; the rollback stays open, and the same pulumi up goes on`;
    return { ...verdict, summary, refused: true, taken: true };
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
      const refusal = await turnedDown(name, plan);
      return refusal ?? asDone(await work[name](at(plan, isReplay()), input), name, plan);
    };

  /** Registers the steps of an attempt that is over as they were; they do nothing again. */
  async function retrace({ plan, verdicts }: Attempt): Promise<StepResources> {
    const own = at(plan, true);
    const done = plan.steps.filter((name) => verdicts.some(({ step }) => step === name));
    for (const name of done) await work[name](own, { plan, verdicts });
    return own;
  }

  /** Registers all of an attempt that is over, its undo and what that took back included. */
  async function replay(attempt: Attempt): Promise<void> {
    const past = known(attempt.plan.of);
    const own = await retrace(past ?? attempt);
    const isUndone = attempt.verdicts.some(({ step }) => step === 'undo');
    if (isUndone) await own.undo(attempt.plan, true);
  }

  /** Takes a rollback back; before the plan of an undo, what it takes back is registered as it was. */
  async function undo({ plan }: StepInput): Promise<Verdict> {
    const refusal = await turnedDown('undo', plan);
    if (refusal) return refusal;
    if (going?.kind === 'plan') return at(plan, isReplay()).undo(plan, isReplay());
    const past = known(plan.of ?? plan.id);
    if (!past) throw new Error(`the journal knows no rollback ${plan.of ?? plan.id}`);
    const own = await retrace(past);
    const isUndone = known(plan.id)?.verdicts.some(({ step }) => step === 'undo');
    if (isReplay() && !isUndone) {
      const summary = 'nothing was changed, so there is nothing to take back';
      return { step: 'undo', ok: true, summary, started: '', seconds: 0 };
    }
    return own.undo(plan, isReplay());
  }

  return {
    async detect() {
      const decision = await detect();
      attempts = decision.facts?.attempts ?? [];
      if ('mode' in decision) going = decision;
      if (decision.kind === 'refused' && decision.acknowledge && !pulumi.runtime.isDryRun()) {
        const { ok, summary, code } = await host.acknowledge(decision.acknowledge);
        if (!ok)
          return { ...decision, refusal: { ...decision.refusal, ...(code && { code }), what: summary } };
      }
      return decision;
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
      const last = attempts.findLast(({ holder, outcome }) => holder === host.holder && outcome);
      if (!last) return false;
      await replay(last);
      return stepResources !== undefined;
    },
    async close({ end, decision, verdicts }, summary, code) {
      const facts = decision && 'facts' in decision ? decision.facts : undefined;
      const journal = { attempts, ...(facts?.journalHead ? { head: facts.journalHead } : {}) };
      // Somebody else has taken it over, and it is theirs to close.
      if (!opened || verdicts.at(-1)?.taken) return { journal };
      const pins = end === 'recovered' ? oldPins(attempts, opened, facts?.clock ?? '') : [];
      const steps = end === 'recovered' ? opened.steps : end === 'undone' ? (['undo'] as const) : [];
      try {
        return { journal: await host.close(opened, { end, summary, code }, { oldPins: pins, steps }) };
      } catch (error) {
        const what = error instanceof Error ? error.message : String(error);
        return { journal, problem: { code: codeOf(error, 'close.failed'), what } };
      }
    },
  };
}
