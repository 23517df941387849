/** A question to the host outside of a resource, by what it is about and what it is asked with. */
export interface Question {
  readonly about: 'detect' | 'target' | 'backups' | 'backup' | 'open' | 'close' | 'acknowledge';
  /** The same for the same question, whatever version of the scripts asks it. */
  readonly key: string;
}

/** What a script is told that others are not, and the values that make it another question. */
const ABOUT = [
  ['open', 'PLAN', []],
  ['close', 'OUTCOME', []],
  ['acknowledge', 'LINES', []],
  ['backups', 'BACKUPS', ['SNAPSHOT']],
  ['backup', 'SHADOWS', ['BACKUP', 'SNAPSHOT']],
  ['target', 'COMMIT', ['COMMIT']],
  ['detect', 'WANTED', ['WANTED']],
] as const;

/** The values that a host script begins with, `NAME='value'` a line each; without the quotes. */
export function valuesIn(script: string): ReadonlyMap<string, string> {
  const quoted = /^([A-Z][A-Z0-9_]*)=('(?:[^']|'\\'')*'|[\w./:@%+,-]*)$/gm;
  const head = script.slice(0, script.indexOf('\nunset -v '));
  return new Map(
    [...head.matchAll(quoted)].map(([, name = '', value = '']) => [name, value.replaceAll("'", '')]),
  );
}

/** Which question a script asks. Throws where it is none of those that the program knows. */
export function questionOf(script: string): Question {
  const values = valuesIn(script);
  const found = ABOUT.find(([, marker]) => values.has(marker));
  if (!found) throw new Error(`nobody knows what is asked by: ${script.slice(0, 300)}`);
  const [about, , names] = found;
  return { about, key: [about, ...names.map((name) => values.get(name) ?? '')].join(' ') };
}
