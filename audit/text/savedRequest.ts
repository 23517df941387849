const SAVED = 'what -c or config set has saved is taken back by: ';
const LINE = 'pulumi config rm ';

/** How to take back what `-c` or `config set` has saved: it would still stand after the next deployment. */
export const takenBackBy = (keys: readonly string[]): string[] =>
  keys.length > 0 ? [`${SAVED}${keys.map((key) => `${LINE}${key}`).join(' && ')}`] : [];

/** A `next` without the keys of which nothing was kept, as whoever asked by the front door reads it. */
export const withoutForgotten = (next: string, isKept: (key: string) => boolean): string =>
  next
    .split('; ')
    .flatMap((part) => {
      if (!part.startsWith(SAVED)) return part;
      const keys = part.slice(SAVED.length).split(' && ');
      return takenBackBy(keys.map((line) => line.slice(LINE.length)).filter(isKept));
    })
    .join('; ');
