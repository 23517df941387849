import wrapAnsi from 'wrap-ansi';

/** Where the text of a line begins: after its labels and columns, as far right as leaves room for text. */
export function hangOf(line: string, width: number): number {
  const most = Math.min(28, Math.floor(width * 0.45));
  const label = /^[A-Z'’]{2,6} +/.exec(line)?.[0].length ?? 0;
  const columns = [...line.matchAll(/ {2,}/g)].map(({ index, 0: gap }) => index + gap.length);
  const leading = /^ */.exec(line)?.[0].length ?? 0;
  const fitting = [label, ...columns].filter((column) => column > leading && column <= most);
  return Math.max(...fitting, Math.min(leading, most)) || 2;
}

/** What is there to be typed: it stays one line, so that it can be copied. */
const isTyped = (line: string): boolean => /^(\$ |with {2}|DO {5}| +(pulumi|rm|\.\/rollback) )/.test(line);

/** One line as many that fit the width; further ones stand under the text, not under the label. */
export function wrapLine(line: string, width: number): string[] {
  if (line.length <= width || isTyped(line)) return [line];
  const hang = hangOf(line, width);
  const rows = wrapAnsi(line.slice(hang), width - hang, { trim: true }).split('\n');
  return rows.map((row, index) => `${index === 0 ? line.slice(0, hang) : ' '.repeat(hang)}${row}`);
}
