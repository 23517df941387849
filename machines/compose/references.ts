/** A variable that stands in a value. */
export interface Reference {
  readonly name: string;
  /** What stands behind the name in braces, as `:-none`; PASSED where a value is the shell's under that name; else empty. */
  readonly form: string;
}

/** How a variable is read whose value a service gets by its name alone, where the shell has one. */
export const PASSED = 'passed';

/** Whether nothing is told of a variable that has no value: Compose warns of others. */
export const needsNoValue = ({ form }: Pick<Reference, 'form'>): boolean =>
  form === PASSED || /^:?[-+]/.test(form);

/** Whether a value that it came to tells that the variable has none, whatever another release makes of that. */
export const isPlain = ({ form }: Pick<Reference, 'form'>): boolean => form === '' || form === PASSED;

/** What stands in braces whose opening one is left out, up to the closing one. */
function inBraces(text: string): string {
  let depth = 1;
  for (const [at, char] of [...text].entries()) {
    depth += char === '{' ? 1 : char === '}' ? -1 : 0;
    if (depth === 0) return [...text].slice(0, at).join('');
  }
  return text;
}

function inText(text: string): Reference[] {
  const found = [...text.replaceAll('$$', '  ').matchAll(/\$(\{?)([A-Za-z_][A-Za-z0-9_]*)/g)];
  return found.map(({ 0: all, 1: brace, 2: name = '', index }) => ({
    name,
    form: brace ? inBraces(text.slice(index + all.length)) : '',
  }));
}

/** The variables that stand in the texts of a value, those in the defaults of others included; `$$` stands for a `$`. */
export function referencesIn(value: unknown): Reference[] {
  if (typeof value === 'string') return inText(value);
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(referencesIn);
}
