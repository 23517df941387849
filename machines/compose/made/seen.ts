import type { ComposeModel } from '../../model/composeModel';
import type { Container } from '../../model/container';
import type { Made, MadeImage } from '../../model/made';

/** A container beside the definition that it may have been made by. */
export interface Seen {
  readonly model: ComposeModel;
  /** The service in it, with each `$$` as the `$` that Compose makes of it. */
  readonly definition: Readonly<Record<string, unknown>>;
  readonly project: string;
  readonly container: Container;
  readonly made: Made;
  /** Its image, which decides what the definition leaves open. */
  readonly image: MadeImage;
  /** All containers of the deployment. */
  readonly containers: readonly Container[];
}

/** Names of what is not as it is defined, where a field has such; whether all of it could be compared. */
export interface Compared {
  readonly differs: boolean;
  readonly names?: readonly string[];
  /** What could not be compared, in the words of the definition. */
  readonly uncompared?: readonly string[];
}

export const SAME: Compared = { differs: false };
export const uncompared = (...keys: string[]): Compared => ({ differs: false, uncompared: keys });
export const compared = (isSame: boolean): Compared => ({ differs: !isSame });

/** Of named entries those that are not the same. */
export function comparedEntries(
  wanted: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, string>,
): Compared {
  const names = [...new Set([...wanted.keys(), ...found.keys()])]
    .filter((name) => wanted.get(name) !== found.get(name))
    .sort();
  return { differs: names.length > 0, names };
}

/** A field of what a container is made of: the keys of the definition that it stands for, and how the two are compared. */
export interface Field {
  readonly name: string;
  readonly keys: readonly string[];
  readonly compare: (seen: Seen) => Compared;
}
