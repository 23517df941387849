import pc from 'picocolors';
import { writtenOut } from '../../machines/text/escapeControl';
import { wrapLine } from './wrap';

/** The part of a stream that the output needs. */
export interface Surface {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const BAD = /^(WRONG|REFUSE|FAILED|error:)/;
const CARE = /^(RISK|FAILS|LEFT|warning:)/;
const GOOD = /^done\b/;
const PLAIN =
  /^(STATE|WHY|SEEN|PLAN|WILL|DID|WON'T|DO|BY|REASON|ASKED|FROM|TO|OK|CHECKS|NOTED|DOWN|END|ROLLBACK|DROP|WHAT|ROWS|GOES|STAYS|CALLS)\b/;

/** What the operator reads: wrapped to a terminal's width and coloured there, plain lines elsewhere. */
export class Output {
  readonly #pen;
  readonly #width: number | undefined;

  constructor(
    private readonly surface: Surface,
    env: NodeJS.ProcessEnv,
  ) {
    this.#pen = pc.createColors(surface.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb');
    this.#width = surface.isTTY ? Math.max(surface.columns || 80, 20) : undefined;
  }

  /** Shows lines; a text is split at its line breaks. Within a line everything unseen is written out. */
  write(text: string | readonly string[]): void {
    const lines = typeof text === 'string' ? text.split('\n') : text;
    const rows = lines.map(writtenOut).flatMap((line) => {
      const [first = '', ...more] = this.#width ? wrapLine(line, this.#width) : [line];
      return [this.#colour(first), ...more];
    });
    this.surface.write(`${rows.join('\n')}\n`);
  }

  /** A line to type, as it is run now. */
  typed(line: string): void {
    this.surface.write(`${this.#pen.dim('$')} ${this.#pen.bold(writtenOut(line))}\n`);
  }

  #colour(line: string): string {
    const paint = (pattern: RegExp, pen: (text: string) => string) =>
      line.replace(pattern, (label) => pen(label));
    const { bold, red, yellow, green } = this.#pen;
    if (BAD.test(line)) return paint(BAD, (label) => bold(red(label)));
    if (/^ +FAILED /.test(line)) return line.replace('FAILED', bold(red('FAILED')));
    if (CARE.test(line)) return paint(CARE, (label) => bold(yellow(label)));
    if (GOOD.test(line)) return paint(GOOD, green);
    return paint(PLAIN, bold);
  }
}
