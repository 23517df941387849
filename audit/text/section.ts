/** `LABEL  text`, further lines of the same label indented. */
export const section = (label: string, lines: readonly string[]): string[] =>
  lines.map((line, index) => `${(index === 0 ? label : '').padEnd(6)} ${line}`);
