import type { PropertyChange } from './plugin';
import { isPlainObject, sameValue, type Props, type Value } from './values';

export type Changes = Record<string, PropertyChange['kind']>;

const isGiven = (value: Value | undefined) => value !== undefined && value !== null;

/** The path of a property below another, quoted where its name would not read as one word. */
function subpath(path: string, key: string): string {
  if (/[."[\]]/.test(key)) return `${path}["${key.replace(/"/g, '\\"')}"]`;
  return path ? `${path}.${key}` : key;
}

/** Every path at which two sets of properties differ, down to the smallest part. */
export function diffProps(olds: Props, news: Props, path = ''): Changes {
  const keys = new Set([...Object.keys(olds), ...Object.keys(news)]);
  return merge([...keys].map((key) => diffValue(subpath(path, key), olds[key], news[key])));
}

/** Every path at which two values differ. */
export function diffValue(path: string, old: Value | undefined, fresh: Value | undefined): Changes {
  if (!isGiven(old)) return isGiven(fresh) ? { [path]: 'add' } : {};
  if (!isGiven(fresh)) return { [path]: 'delete' };
  if (Array.isArray(old) && Array.isArray(fresh)) {
    const length = Math.max(old.length, fresh.length);
    const indices = Array.from({ length }, (_, index) => index);
    return merge(indices.map((index) => diffValue(`${path}[${index}]`, old[index], fresh[index])));
  }
  if (isPlainObject(old) && isPlainObject(fresh)) return diffProps(old, fresh, path);
  return sameValue(old, fresh) ? {} : { [path]: 'update' };
}

export const merge = (parts: Changes[]): Changes => Object.assign({}, ...parts) as Changes;

/** The property a path begins with: `environment` of `environment.HOME`. */
export const topLevel = (path: string) => path.split(/[.[]/, 1)[0] ?? path;
