/** Property values as they travel between engine and plugin: JSON, plus the marks below. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type Props = Record<string, Value>;

const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';
const OUTPUT = 'd0e6a833031e9bbcd3f4e8bde6ca49a4';
const ASSET = 'c44067f5952c0a294b673a41bacd8c17';
const ARCHIVE = '0def7320c3a5731c473e5ecbe6d01bc7';

/** What stands for a value nobody knows yet; the engine has one for each type of value. */
export const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
const UNKNOWNS = new Set<Value>([
  UNKNOWN,
  '1c4a061d-8072-4f0a-a4cb-0ff528b18fe7',
  '3eeb2bf0-c639-47a8-9e75-3b44932eb421',
  '6a19a0b0-7e62-4c92-b797-7f8e31da9cc2',
  '030794c1-ac77-496b-92df-f27374a8bd58',
  'e48ece36-62e2-4504-bad9-02848725956a',
  'dd056dcd-154b-4c76-9bd3-c8f88648b5ff',
]);

const isObject = (value: Value | undefined): value is Props =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isMarked = (value: Props, mark: string) => value[SIGNATURE] === mark;

/** Is this, itself, not known yet? (What lies inside a list or an object is not looked at.) */
export function isUnknown(value: Value | undefined): boolean {
  if (isObject(value) && isMarked(value, SECRET)) return isUnknown(value['value']);
  if (isObject(value) && isMarked(value, OUTPUT)) return value['value'] === undefined;
  return value !== undefined && UNKNOWNS.has(value);
}

/** Is this, or anything inside it, not known yet? */
export function containsUnknown(value: Value | undefined): boolean {
  if (isUnknown(value)) return true;
  if (Array.isArray(value)) return value.some(containsUnknown);
  return isObject(value) && Object.values(value).some(containsUnknown);
}

/** The value without the marks that say "secret" or "output"; unknowns stay. */
function plain(value: Value): Value {
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  if (isMarked(value, SECRET)) return plain(value['value'] ?? null);
  if (isMarked(value, OUTPUT)) return plain(value['value'] ?? UNKNOWN);
  return plainProps(value);
}

/** `plain` for a whole set of properties; the ones that are null count as not given. */
export function plainProps(props: Props): Props {
  const given = Object.entries(props).filter(([, value]) => value !== null);
  return Object.fromEntries(given.map(([key, value]) => [key, plain(value)]));
}

/** Do two values, marks included, say the same? An unknown equals nothing, not even an unknown. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (isUnknown(a) || isUnknown(b)) return false;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((element, index) => sameValue(element, b[index]));
  }
  if (isObject(a) && isObject(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((key) => sameValue(a[key], b[key]));
  }
  return (a ?? null) === (b ?? null);
}

/** A list or an object whose parts can be compared one by one, which a marked value is not. */
export const isPlainObject = (value: Value | undefined): value is Props =>
  isObject(value) && value[SIGNATURE] === undefined;

/** A file as an asset: the engine reads it by its path and knows it by its hash. */
export const fileAsset = (path: string, hash: string): Props => ({ [SIGNATURE]: ASSET, hash, path });

/** Assets bundled under one name. */
export const archive = (assets: Props): Props => ({ [SIGNATURE]: ARCHIVE, assets });
