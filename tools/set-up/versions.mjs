/** The first `1.2` or `1.2.3` in a text, as numbers; undefined when there is none. */
export const parseVersion = (text) => {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text ?? '');
  return match ? [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)] : undefined;
};

/** Whether `text` holds a version that is `minimum` or later; a text without a version is not. */
export const atLeast = (text, minimum) => {
  const version = parseVersion(text);
  const wanted = parseVersion(minimum);
  if (!version || !wanted) return false;
  const at = version.findIndex((part, index) => part !== wanted[index]);
  return at === -1 || version[at] > wanted[at];
};

/** `3.259.0` out of `v3.259.0-dev`, `Docker Compose version v2.40.3` and the like. */
export const plainVersion = (text) => parseVersion(text)?.join('.');
