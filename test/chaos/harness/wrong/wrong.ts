import { CHECKOUT } from './checkout';
import { DATABASES } from './databases';
import { PROCESSES } from './processes';
import { SERVICES } from './services';
import { STATE } from './state';
import { UNTOUCHED } from './untouched';
import type { Wrongs } from './world';

/** Worlds that are wrong after a rollback that has come to its end, or where none was begun. */
export const WRONG: Wrongs = {
  ...DATABASES,
  ...SERVICES,
  ...CHECKOUT,
  ...STATE,
  ...PROCESSES,
  ...UNTOUCHED,
};
