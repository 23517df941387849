import type { DiffResult, PropertyChange } from '../shared/plugin';
import { diffValue, merge, type Changes } from '../shared/property-diff';
import { isPlainObject, sameValue, type Props, type Value } from '../shared/values';
import { withoutDefaults } from './check';
import { listChanges } from './list-diff';
import type { Field, Fields } from './schema';

/** What an update would change: stored outputs against new inputs, by the rules of each field. */
export function diffInputs(fields: Fields, olds: Props, inputs: Props): DiffResult['changes'] {
  const parts = Object.entries(fields).map(([key, field]) => {
    const changes = changesOf(key, field, olds[key], withoutDefaults(inputs[key] ?? null));
    return Object.fromEntries(
      Object.entries(changes).map(([path, kind]): [string, PropertyChange] => [
        path,
        { kind, replace: field.replaces ?? false },
      ]),
    );
  });
  return Object.assign({}, ...parts) as DiffResult['changes'];
}

function changesOf(key: string, field: Field, old: Value | undefined, fresh: Value): Changes {
  const unset = fresh !== false && fresh !== 0 && isEmpty(fresh);
  if (unset && (field.computed || field.emptyKeeps)) return {};
  if (isEmpty(fresh) && isEmpty(old)) return {};
  if (!Array.isArray(old) || !Array.isArray(fresh)) return diffValue(key, old, fresh);
  return field.kind === 'list' ? listChanges(key, old, fresh) : setChanges(key, old, fresh);
}

/** Elements of a set have no order; those that came and went are shown one beside the other. */
function setChanges(key: string, olds: Value[], news: Value[]): Changes {
  const missingFrom = (others: Value[]) => (value: Value) =>
    others.some((other) => sameValue(meaning(other), meaning(value))) ? undefined : meaning(value);
  const removed = olds.map(missingFrom(news));
  const added = news.map(missingFrom(olds));
  const length = Math.max(removed.length, added.length);
  return merge(
    Array.from({ length }, (_, index) => diffValue(`${key}[${index}]`, removed[index], added[index])),
  );
}

/** To Docker, nothing given is the same as the empty value of its type. */
const isEmpty = (value: Value | undefined): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  value === 0 ||
  (Array.isArray(value) && value.length === 0) ||
  (isPlainObject(value) && Object.keys(value).length === 0);

/** An element without its empty fields. */
export function meaning(value: Value): Value {
  if (!isPlainObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, meaning(item)] as const);
  return Object.fromEntries(entries.filter(([, item]) => !isEmpty(item)));
}
