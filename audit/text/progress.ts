import { goingOf, NOTHING } from '../../machines/model/decision';
import { limitText } from './limitText';
import type { LifecycleContext } from '../../machines/lifecycle/context';
import type { Settings } from '../../machines/config/schema';
import { hasEnded, type Verdict } from '../../machines/model/verdict';
import { STEPS } from '../../machines/model/vocabulary';
import { logFile } from '../journal/logFile';
import { causesIn } from './causes';
import { stepSummary } from './stepSummary';

/** How many of a failed step's last log lines are shown, and how many before them that tell a cause; the file has all of them. */
const SHOWN = 8;
const CAUSES = 3;

type Name = Verdict['step'];
const NAMES: readonly Name[] = [...STEPS, 'undo'];

/** The step of a state of the machine, by its value: nested ones have the step innermost. */
export function stepIn(value: unknown): Name | undefined {
  if (typeof value === 'object' && value !== null) return stepIn(Object.values(value)[0]);
  return NAMES.find((name) => name === value);
}

/**
 * Gives the lines of each state that has come to an end since the last call, and of the step that begins now; none in a
 * replay, where nothing runs.
 */
export function progress(settings: Settings): (memory: LifecycleContext, now?: Name) => string[] {
  let told = 0;
  let begun: Name | undefined;
  return (memory, now) => {
    const { decision, verdicts } = memory;
    const { mode, plan } = goingOf(decision) ?? {};
    if (mode === 'replay') return [];
    const news = verdicts.slice(told);
    told = verdicts.length;
    const ended = news.flatMap((verdict) => {
      const { step, ok, seconds } = verdict;
      const line = `${ok ? 'done' : 'FAILED'}  ${step.padEnd(8)} ${seconds.toFixed(1)} s  ${stepSummary(verdict)}`;
      return plan ? [line, ...why(verdict, logFile(settings, plan, step))] : [line];
    });
    if (!plan || !now || now === begun) return ended;
    begun = now;
    return isOnRecord(memory, now)
      ? ended
      : [...ended, `now   ${now.padEnd(8)} ${limitText(now, plan, settings.timeouts)}`];
  };
}

/** Whether a step that goes on has ended well before, and does nothing but print what is on record. */
function isOnRecord({ decision }: LifecycleContext, step: Name): boolean {
  const going = goingOf(decision);
  if (going?.mode !== 'resume' || step === 'verify') return false;
  const recorded = going.facts.attempts.find(({ plan }) => plan.id === going.plan.id);
  const isAgain = step === 'restart' && (going.resumed ?? NOTHING).restart.length > 0;
  return !isAgain && hasEnded(recorded?.verdicts ?? [], step);
}

/** The end of a failed step's log, behind what tells a cause in it, and where the whole of it is; nothing where no log was begun. */
function why({ ok, log }: Verdict, file: string): string[] {
  if (ok || log === undefined) return [];
  const lines = log.trimEnd().split('\n').filter(Boolean);
  const last = lines.slice(-SHOWN);
  const causes = causesIn(lines.slice(0, -SHOWN), CAUSES).filter((line) => !last.includes(line));
  return [...[...causes, ...last].map((line) => `        ${line}`), `        whole log: ${file}`];
}
