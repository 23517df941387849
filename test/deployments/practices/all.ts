import { depth } from '../../support/depth';
import type { Practice } from '../practice';
import { DEFINITIONS } from './definitions';
import { IMAGES } from './images';
import { MOUNTED } from './mounted';
import { NETWORKS } from './networks';
import { PLACES } from './places';
import { SERVICES } from './services';
import { UNKNOWN } from './unknown';
import { VALUES } from './values';

/** Every practice. */
export const PRACTICES: readonly Practice[] = [
  ...MOUNTED,
  ...DEFINITIONS,
  ...PLACES,
  ...SERVICES,
  ...NETWORKS,
  ...VALUES,
  ...UNKNOWN,
  ...IMAGES,
];

/** The practice of that name. Throws an error where there is none. */
export function practiceCalled(name: string): Practice {
  const practice = PRACTICES.find(({ title }) => title.startsWith(`${name}:`));
  if (!practice) throw new Error(`no practice ${name}`);
  return practice;
}

/** Those of a run of the tests. */
export const TRIED: readonly Practice[] = depth(
  PRACTICES.filter(({ isUsual }) => isUsual),
  PRACTICES,
);
