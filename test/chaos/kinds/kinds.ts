import type { Kind } from '../harness/kind';
import { CANCEL } from './cancel';
import { CLOCK } from './clock';
import { CONTROL } from './control';
import { CONSENT } from './consent';
import { CROWD } from './crowd';
import { DISKS } from './disks';
import { DOCKER } from './docker';
import { FRONT_DOOR } from './frontDoor';
import { FLAPPING } from './flapping';
import { JOURNAL } from './journal';
import { KILLS } from './kills';
import { MEANWHILE } from './meanwhile';
import { MIDWAY } from './midway';
import { OVERTAKEN } from './overtaken';
import { POSTGRES } from './postgres';
import { PULUMI } from './pulumi';
import { SIGNALS } from './signals';
import { UNDISTURBED } from './undisturbed';
import { WRITES } from './writes';

/** All ways of breaking things, in the order of the table. */
export const KINDS: readonly Kind[] = [
  ...KILLS,
  ...MIDWAY,
  ...SIGNALS,
  WRITES,
  ...POSTGRES,
  ...JOURNAL,
  ...MEANWHILE,
  OVERTAKEN,
  ...DOCKER,
  ...DISKS,
  ...CLOCK,
  FLAPPING,
  ...PULUMI,
  ...FRONT_DOOR,
  ...CANCEL,
  ...CROWD,
  ...CONSENT,
  ...UNDISTURBED,
  ...CONTROL,
];
