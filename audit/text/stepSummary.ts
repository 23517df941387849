import type { Verdict } from '../../machines/model/verdict';

/** What a step says of how it ended, with the line to type where Pulumi has left it out. */
export const stepSummary = ({ code, summary }: Verdict): string =>
  code === 'step.left-out'
    ? `${summary} (--target, --continue-on-error): the rollback stays open, and pulumi up without these goes on`
    : summary;
