/** What could fake a line, colour or reorder a terminal: controls, line separators, directions, Pulumi's colour tags. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]|(?<=<)\{(?=%)/gu;
const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(character: string): string {
  const code = character.charCodeAt(0).toString(16);
  return NAMED[character] ?? (code.length > 2 ? `\\u${code}` : `\\x${code.padStart(2, '0')}`);
}

/** A line as it may be shown: everything unseen in it is written out, breaks too. */
export const writtenOut = (line: string): string => line.replace(UNSEEN, escaped);
