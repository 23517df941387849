import { randomBytes } from 'node:crypto';
import type { Autonaming, Call, CheckFailure, CheckResult } from '../shared/plugin';
import { containsUnknown, isPlainObject, plainProps, type Props, type Value } from '../shared/values';
import type { Field, Fields, Kind } from './schema';

const DEFAULTS = '__defaults';

/** Inputs with the defaults filled in (and noted as such), and everything wrong with them. */
export function checkInputs(fields: Fields, type: string, news: Props, computed: Props = {}): CheckResult {
  const given = Object.fromEntries(Object.entries(plainProps(news)).filter(([key]) => key !== DEFAULTS));
  const failures = [
    ...Object.entries(given).flatMap(([key, value]) => checkValue(type, key, value, fields[key])),
    ...Object.keys(fields)
      .filter((key) => fields[key]?.required && (given[key] ?? computed[key]) === undefined)
      .map((key) => fail(key, `Missing required argument: the argument "${key}" is required`)),
  ];
  const byType = Object.entries(fields).flatMap(([key, field]) =>
    field.default !== undefined ? [[key, field.default] as const] : [],
  );
  const defaults = [...byType, ...Object.entries(computed)].filter(([key]) => given[key] === undefined);
  const inputs: Props = {
    ...Object.fromEntries(
      Object.entries(given).map(([key, value]) => [key, fields[key]?.fields ? noteDefaults(value) : value]),
    ),
    ...Object.fromEntries(defaults),
    [DEFAULTS]: defaults.map(([key]) => key).sort(),
  };
  return { inputs, failures };
}

/** The name of a resource that is given none: made from the resource's own, and kept from then on. */
export function autoName(olds: Props | undefined, call: Call, autonaming?: Autonaming): Props {
  const before = olds?.['name'];
  const noted = olds?.[DEFAULTS];
  if (before && (!Array.isArray(noted) || noted.includes('name'))) return { name: before };
  if (autonaming?.mode === 'disable') return {};
  const made = `${call.name}-${randomBytes(4).toString('hex').slice(0, 7)}`;
  return { name: autonaming?.proposed || made };
}

const fail = (property: string, reason: string): CheckFailure => ({ property, reason });

function checkValue(type: string, key: string, value: Value, field: Field | undefined): CheckFailure[] {
  if (!field) return [fail(key, `the offline docker plugin does not serve the input "${key}" of ${type}`)];
  if (containsUnknown(value)) return [];
  if (!fits(field.kind, value)) return [fail(key, `expected ${NAMES[field.kind]}`)];
  if (field.oneOf && !field.oneOf.includes(value)) {
    return [fail(key, `expected one of ${field.oneOf.join(', ')}; got ${String(value)}`)];
  }
  if (field.kind !== 'objects' || !Array.isArray(value)) return [];
  return value.filter(isPlainObject).flatMap((item, index) =>
    Object.keys(item)
      .filter((name) => name !== DEFAULTS && !field.fields?.includes(name))
      .map((name) => `${key}[${index}].${name}`)
      .map((path) => fail(path, `the offline docker plugin does not serve "${path}" of ${type}`)),
  );
}

const NAMES: Record<Kind, string> = {
  string: 'a string',
  bool: 'a boolean',
  int: 'a number',
  list: 'a list of strings',
  set: 'a list of strings',
  map: 'an object of strings',
  objects: 'a list of objects',
};

function fits(kind: Kind, value: Value): boolean {
  const text = (item: Value) => typeof item === 'string';
  if (kind === 'string') return text(value);
  if (kind === 'bool') return typeof value === 'boolean';
  if (kind === 'int') return Number.isInteger(value);
  if (kind === 'map') return isPlainObject(value) && Object.values(value).every(text);
  return Array.isArray(value) && value.every(kind === 'objects' ? isPlainObject : text);
}

/** Objects in a list carry the note too; none of their fields has a default here. */
const noteDefaults = (value: Value): Value =>
  Array.isArray(value)
    ? value.map((item) => (isPlainObject(item) ? { [DEFAULTS]: [], ...item } : item))
    : value;

/** Inputs without the notes on where they came from. */
export function withoutDefaults(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutDefaults);
  if (!isPlainObject(value)) return value;
  const entries = Object.entries(value).filter(([key]) => key !== DEFAULTS);
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutDefaults(item)]));
}
