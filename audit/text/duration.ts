const UNITS = [
  ['day', 86400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A length of time in the largest unit that fits: `12 days`. */
export function inLargestUnit(seconds: number): string {
  const [unit, length] = UNITS.find(([, size]) => seconds >= size) ?? (['second', 1] as const);
  const count = Math.round(seconds / length);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** How long one time is before another, both ISO 8601. */
export const ageText = (then: string, now: string): string =>
  inLargestUnit(Math.max(0, (Date.parse(now) - Date.parse(then)) / 1000));
