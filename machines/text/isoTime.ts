/** The last moment that a Date can hold. */
const LAST_MS = 8.64e15;

/** A moment in milliseconds as ISO 8601; nothing where it is none. */
export const isoTime = (at: number): string | undefined =>
  Math.abs(at) <= LAST_MS ? new Date(at).toISOString() : undefined;
