/** What a line of a log says that tells a cause: a warning of Compose, or a word of an error. host/lib/step/causes.sh goes by the same. */
const CAUSE =
  /level=(warning|error|fatal)|^WARN|variable is not set|(^|[^a-z])(error|fatal|panic|exception|denied|refused)([^a-z]|$)|no such |(is|are) (not set|empty|missing|required)|cannot /i;

/** The first lines of those that tell a cause, each once. */
export const causesIn = (lines: readonly string[], most: number): string[] =>
  [...new Set(lines.filter((line) => CAUSE.test(line)))].slice(0, most);
