/** What could fake a line, colour or reorder a terminal: controls, line separators, directions, what has no width, Pulumi's colour tags. */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]|(?<=<)\{(?=%)/gu;
const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  if (code.length > 4) return `\\u{${code}}`;
  return (
    NAMED[character] ?? (code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`)
  );
}

/** A line as it may be shown: everything unseen in it is written out, breaks too. */
export const writtenOut = (line: string): string => line.replace(UNSEEN, escaped);
