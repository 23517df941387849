import type { Advice, Remedy } from './remedy';

/** Words and remedies in the order in which they are read. */
export const partsOf = (advice: Advice): readonly (string | Remedy)[] =>
  typeof advice === 'string' || 'do' in advice ? [advice] : advice;

/** One after the other; a text, where no remedy is among them. */
function together(all: readonly Advice[]): Advice {
  const parts: (string | Remedy)[] = [''];
  for (const part of all.flatMap(partsOf)) {
    const last = parts.at(-1);
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else parts.push(part);
  }
  const [first = '', ...more] = parts;
  return more.length === 0 ? first : parts.filter((part) => part !== '');
}

/** A template whose values may have remedies in them: it keeps these as values. */
export const said = (texts: TemplateStringsArray, ...values: readonly Advice[]): Advice =>
  together(texts.flatMap((text, index) => [text, values[index] ?? '']));

/** Several as one, with the same text between each two. */
export const listed = (all: readonly Advice[], between: string): Advice =>
  together(all.flatMap((one, index) => (index === 0 ? [one] : [between, one])));
