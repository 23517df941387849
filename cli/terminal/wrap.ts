import wrapAnsi from 'wrap-ansi';

/** Where the text of a line begins, and where its further rows do. */
export interface Layout {
  readonly begin: number;
  readonly hang: number;
}

/** Rows stand under the text, after labels and columns, as far right as leaves room; else they are set in by two. */
function layoutOf(line: string, width: number): Layout {
  const most = Math.min(28, Math.floor(width * 0.45));
  const label = /^([A-Z'’]{2,6}| {2}(from|to)) +/.exec(line)?.[0].length ?? 0;
  const columns = [...line.matchAll(/ {2,}/g)].map(({ index, 0: gap }) => index + gap.length);
  const leading = /^ */.exec(line)?.[0].length ?? 0;
  const fitting = [label, ...columns].filter((column) => column > leading && column <= most);
  if (fitting.length === 0) return { begin: leading, hang: Math.min(leading + 2, most) };
  return { begin: Math.max(...fitting), hang: Math.max(...fitting) };
}

/** Rows of a text. A number and its unit stay together, and a word that is too long stays whole. */
const rowsOf = (text: string, width: number): string[] =>
  wrapAnsi(text.replace(/(\d) (?=(s|ms|GiB)\b)/g, '$1\u00a0'), width, { trim: false })
    .replaceAll('\u00a0', ' ')
    .split('\n')
    .map((row) => row.trim());

/** What is there to be typed: it stays one line, so that it can be copied. */
const isTyped = (line: string): boolean => /^(\$ |with {2}|DO {5}| +(pulumi|rm|\.\/rollback) )/.test(line);

/** One line as many that fit the width. */
export function wrapLine(line: string, width: number): string[] {
  if (line.length <= width || isTyped(line)) return [line];
  const { begin, hang } = layoutOf(line, width);
  const [first = '', ...others] = rowsOf(line.slice(begin), width - begin);
  const rest = hang === begin || others.length === 0 ? others : rowsOf(others.join(' '), width - hang);
  return [line.slice(0, begin) + first, ...rest.map((row) => ' '.repeat(hang) + row)];
}
