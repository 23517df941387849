import type { Memory } from '../machines/memory';

/** Gives the line of each state that has come to an end since the last call; none in a replay, where nothing runs. */
export function progress(): (memory: Memory) => string[] {
  let told = 0;
  return ({ decision, verdicts }) => {
    if (decision?.kind === 'plan' && decision.mode === 'replay') return [];
    const news = verdicts.slice(told);
    told = verdicts.length;
    return news.map(
      ({ step, ok, seconds, summary }) =>
        `${ok ? 'done' : 'FAILED'}  ${step.padEnd(8)} ${seconds.toFixed(1)} s  ${summary}`,
    );
  };
}
