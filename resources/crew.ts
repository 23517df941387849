import * as pulumi from '@pulumi/pulumi';
import type { Settings } from '../machines/settings';
import type { Journal } from '../audit/attempts';
import type { Crew } from '../machines/actors';
import type { Decision } from '../machines/decision';
import type { Plan, Step } from '../machines/model';
import type { Ending, StepInput } from '../machines/memory';
import type { Verdict } from '../machines/verdicts';
import { Hands, type HandsArgs } from './hands';
import type { Host } from './host';
import type { Transport } from './transport';

export interface CrewArgs {
  readonly transport: Transport;
  readonly host: Host;
  readonly settings: Settings;
  readonly detect: () => Promise<Decision>;
  readonly words: { forecast(step: Step, plan: Plan): string } & Pick<HandsArgs, 'pinName'>;
}

export interface Closing {
  /**
   * Registers the newest closed attempt of this stack again, where this run has no plan of its own:
   * what is not registered would be deleted from the state, and a preview would say so. Says
   * whether anything is registered.
   */
  keep(ending: Ending): Promise<boolean>;
  /** Journals how the attempt ended, when this run opened one, and gives the journal as it is then. */
  close(ending: Ending, summary: string): Promise<Journal>;
}

/**
 * Carries a rollback out on one host. The attempt is opened in the journal before the first
 * resource, and only in an update: a preview and a replay write nothing.
 */
export function crewOf({ transport, host, settings, detect, words }: CrewArgs): Crew & Closing {
  let hands: Hands | undefined;
  let opened: Plan | undefined;
  let mode: 'fresh' | 'resume' | 'replay' = 'fresh';
  const at = (plan: Plan): Hands =>
    (hands ??= new Hands({
      transport,
      settings,
      plan,
      replay: mode === 'replay',
      forecast: (step) => words.forecast(step, plan),
      pinName: words.pinName,
    }));

  return {
    async detect() {
      const decision = await detect();
      if (decision.kind === 'plan') mode = decision.mode;
      return decision;
    },
    steps: {
      async prepare({ plan }: StepInput): Promise<Verdict> {
        if (mode !== 'replay' && !pulumi.runtime.isDryRun()) {
          const { ok, summary } = await host.open(plan);
          if (!ok) return { step: 'prepare', ok: false, refused: true, summary, started: '', seconds: 0 };
          opened = plan;
        }
        return at(plan).prepare();
      },
      revert: (input) => at(input.plan).revert(input),
      restart: (input) => at(input.plan).restart(input),
      verify: (input) => at(input.plan).verify(input),
    },
    async keep({ decision }) {
      if (hands) return true;
      const facts = decision && 'facts' in decision ? decision.facts : undefined;
      const last = facts?.attempts.findLast(({ holder, outcome }) => holder === host.holder && outcome);
      if (!last) return false;
      mode = 'replay';
      const input = { plan: last.plan, verdicts: last.verdicts };
      const done = last.plan.steps.filter((step) => last.verdicts.some((verdict) => verdict.step === step));
      for (const step of done) await this.steps[step]?.(input);
      return hands !== undefined;
    },
    async close({ end, decision }, summary) {
      if (opened) return host.close(opened, end, summary);
      const facts = decision && 'facts' in decision ? decision.facts : undefined;
      return { attempts: facts?.attempts ?? [], ...(facts?.journalHead ? { head: facts.journalHead } : {}) };
    },
  };
}
