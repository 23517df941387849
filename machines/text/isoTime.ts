/** The last moment that a Date can hold. */
const LAST_MS = 8.64e15;

/** A moment in milliseconds as ISO 8601; nothing where it is none. */
export const isoTime = (at: number): string | undefined =>
  Math.abs(at) <= LAST_MS ? new Date(at).toISOString() : undefined;

/** A moment as it is read, to the minute, of ISO 8601 in UTC: `2026-11-25 02:00`. */
export const minuteOf = (at: string): string => at.slice(0, 16).replace('T', ' ');

/** The one of latest `at`, of equal ones the last; nothing of none. */
export const newestOf = <T extends { readonly at: string }>(all: readonly T[]): T | undefined =>
  [...all].sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).at(-1);
