import type { Code } from '../machines/model/codes';

/** Why the door goes no further, in lines for the operator; what a tool has said is split at its line breaks. */
export class Stop extends Error {
  override readonly name = 'Stop';
  readonly lines: readonly string[];

  constructor(
    /** What it is for a program. */
    readonly code: Code,
    lines: string | readonly string[],
    /** 1, as Pulumi's own refusals; 2 for wrong usage; 130 after Ctrl-C. */
    readonly exit: 1 | 2 | 130 = 1,
  ) {
    const all = (typeof lines === 'string' ? [lines] : lines).flatMap((line) =>
      line.trimEnd().split(/\r?\n/),
    );
    super(all.join('\n'));
    this.lines = all;
  }
}
