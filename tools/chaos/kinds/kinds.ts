import type { Kind } from '../harness/kind';
import { CANCEL } from './cancel';
import { CONSENT } from './consent';
import { CROWD } from './crowd';
import { FLAPPING } from './flapping';
import { JOURNAL } from './journal';
import { KILLS } from './kills';
import { MEANWHILE } from './meanwhile';
import { POSTGRES } from './postgres';
import { PULUMI } from './pulumi';
import { SIGNALS } from './signals';

/** All ways of breaking things, in the order of the table. */
export const KINDS: readonly Kind[] = [
  ...KILLS,
  ...SIGNALS,
  ...POSTGRES,
  ...JOURNAL,
  ...MEANWHILE,
  FLAPPING,
  ...PULUMI,
  ...CANCEL,
  ...CROWD,
  ...CONSENT,
];
