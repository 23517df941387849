import { goingOf } from '../../machines/model/decision';
import type { LifecycleContext } from '../../machines/lifecycle/context';
import type { Settings } from '../../machines/config/schema';
import type { Verdict } from '../../machines/model/verdict';
import { logFile } from '../journal/logFile';
import { stepSummary } from './stepSummary';

/** How many of a failed step's last log lines are shown; the file has all of them. */
const SHOWN = 8;

/** Gives the lines of each state that has come to an end since the last call; none in a replay, where nothing runs. */
export function progress(settings: Settings): (memory: LifecycleContext) => string[] {
  let told = 0;
  return ({ decision, verdicts }) => {
    const { mode, plan } = goingOf(decision) ?? {};
    if (mode === 'replay') return [];
    const news = verdicts.slice(told);
    told = verdicts.length;
    return news.flatMap((verdict) => {
      const { step, ok, seconds } = verdict;
      const ended = `${ok ? 'done' : 'FAILED'}  ${step.padEnd(8)} ${seconds.toFixed(1)} s  ${stepSummary(verdict)}`;
      return plan ? [ended, ...why(verdict, logFile(settings, plan, step))] : [ended];
    });
  };
}

/** The end of a failed step's log and where the whole of it is; nothing where no log was begun. */
function why({ ok, log }: Verdict, file: string): string[] {
  if (ok || log === undefined) return [];
  const last = log.trimEnd().split('\n').slice(-SHOWN);
  return [...last.filter(Boolean).map((line) => `        ${line}`), `        whole log: ${file}`];
}
