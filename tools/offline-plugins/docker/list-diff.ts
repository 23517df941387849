import type { Changes } from '../shared/property-diff';
import { sameValue, type Value } from '../shared/values';

/** The fewest elements to take out of and put into a list; both at one place make a change. */
export function listChanges(key: string, olds: Value[], news: Value[]): Changes {
  const lengths = commonLengths(olds, news);
  const at = (row: number, column: number) => lengths[row]?.[column] ?? 0;
  const changes: Changes = {};
  const note = (index: number, kind: 'add' | 'delete') => {
    const path = `${key}[${index}]`;
    changes[path] = changes[path] ? 'update' : kind;
  };
  let old = 0;
  let fresh = 0;
  while (old < olds.length || fresh < news.length) {
    const both = old < olds.length && fresh < news.length;
    if (both && sameValue(olds[old], news[fresh])) {
      old += 1;
      fresh += 1;
    } else if (old < olds.length && (!both || at(old + 1, fresh) >= at(old, fresh + 1))) {
      note(old++, 'delete');
    } else {
      note(fresh++, 'add');
    }
  }
  return changes;
}

/** For each pair of tails, how many elements they have in common, in order. */
function commonLengths(olds: Value[], news: Value[]): number[][] {
  const table = Array.from({ length: olds.length + 1 }, () => new Array<number>(news.length + 1).fill(0));
  for (let row = olds.length - 1; row >= 0; row--) {
    for (let column = news.length - 1; column >= 0; column--) {
      const [here, below] = [table[row], table[row + 1]];
      if (!here || !below) continue;
      here[column] = sameValue(olds[row], news[column])
        ? (below[column + 1] ?? 0) + 1
        : Math.max(below[column] ?? 0, here[column + 1] ?? 0);
    }
  }
  return table;
}
