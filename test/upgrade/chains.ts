import { readdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from '../chaos/world/world';

type Config = Readonly<Record<string, string>>;

/** One thing that an operator does, of which stack and state directory are recorded. */
export interface Turn {
  readonly name: string;
  /** What is asked for, beside the deployment's configuration; nothing where it is the same once more. */
  readonly ask?: (world: World, last: string) => Config;
  /** The fail point at which program and step are killed. */
  readonly cutAt?: string;
  /** What happens to the deployment while the program waits at a fail point. */
  readonly meanwhile?: { readonly at: string; readonly act: (world: World) => void };
  readonly end: 'recovered' | 'undone' | 'degraded' | 'stranded' | 'open';
}

/** A rollback and what became of it, turn by turn. */
export interface Chain {
  readonly prepares?: (world: World) => void;
  readonly turns: readonly Turn[];
}

const v1 = ({ commits }: World): string => commits['v1'] ?? '';
const code =
  (more: Config = {}) =>
  (world: World) => ({ commit: v1(world), scenario: 'code', ...more });
const database =
  (more: Config = {}) =>
  (world: World) => ({ commit: v1(world), scenario: 'database', backup: 'before.dump', ...more });
const dead =
  (scenario: string, more: Config = {}) =>
  ({ commits }: World) => ({ commit: commits['v0'] ?? '', scenario, ...more });
const restart = (service: string) => () => ({ scenario: 'infrastructure', service });

const undo: Turn = { name: 'undo', ask: (_, last) => ({ undo: last }), end: 'undone' };
const done = (ask: Turn['ask'] & object, end: Turn['end'] = 'recovered'): Turn => ({ name: 'up', ask, end });
const goesOn = (end: Turn['end'] = 'recovered'): Turn => ({ name: 'resume', end });
const cut = (ask: Turn['ask'] & object, cutAt: string): Turn => ({ name: 'cut', ask, cutAt, end: 'open' });
const astray = (world: World): void => world.script('astray', true);

/** The dump by which a restore in place would be taken back cannot be read. */
const spoil = ({ state }: World): void => {
  for (const name of readdirSync(state).filter((one) => one.startsWith('r-')))
    truncateSync(join(state, name, 'safety.dump'), 100);
};

/** What every version records. */
export const CHAINS = {
  code: { turns: [done(code()), undo] },
  build: { prepares: ({ images }) => images.prune('v1'), turns: [done(code())] },
  script: { turns: [done(code({ revertWith: 'script' })), undo] },
  'code-undone': { turns: [done(dead('code'), 'undone')] },
  database: { turns: [done(database()), undo] },
  'stop-first': { turns: [done(database({ stopFirst: 'true' }))] },
  'database-undone': {
    prepares: astray,
    turns: [done(database({ revertWith: 'script' }), 'undone')],
  },
  degraded: { turns: [done(dead('database', { backup: 'before.dump' }), 'degraded'), undo] },
  restart: { turns: [done(restart('api'))] },
  all: { turns: [done(restart('all'))] },
  'code-after-restart': { turns: [done(restart('api')), done(code())] },
  'cut-prepare': { turns: [cut(code(), 'prepare.begun'), goesOn()] },
  'cut-revert': { turns: [cut(code(), 'revert.begun'), goesOn(), undo] },
  'cut-restart': { turns: [cut(code(), 'restart.begun'), goesOn()] },
  'cut-verify': { turns: [cut(code(), 'verify.looked'), goesOn()] },
  'cut-undo': {
    turns: [done(code()), { ...undo, name: 'cut', cutAt: 'undo.begun', end: 'open' }, goesOn('undone')],
  },
  'cut-own-undo': { turns: [cut(dead('code'), 'undo.begun'), goesOn('undone')] },
  'cut-database-prepare': { turns: [cut(database(), 'prepare.begun'), goesOn()] },
  'cut-stop': { turns: [cut(database(), 'stop.begun'), goesOn()] },
  'cut-restore': { turns: [cut(database(), 'restore.begun'), goesOn(), undo] },
  'cut-database-restart': { turns: [cut(database(), 'restart.begun'), goesOn()] },
  'cut-database-undo': {
    turns: [done(database()), { ...undo, name: 'cut', cutAt: 'undo.begun', end: 'open' }, goesOn('undone')],
  },
  'cut-restart-of-all': { turns: [cut(restart('all'), 'restart.begun'), goesOn()] },
} as const satisfies Readonly<Record<string, Chain>>;

const inPlace = (more: Config = {}) => database({ strategy: 'in-place', ...more });

/** What only versions could do that restored in place. */
export const PAST = {
  'in-place': { turns: [done(inPlace()), undo] },
  'in-place-recovered': { turns: [done(inPlace())] },
  'in-place-cut': { turns: [cut(inPlace(), 'restore.begun')] },
  'in-place-cut-late': { turns: [cut(inPlace(), 'restart.begun')] },
  'in-place-cut-undo': {
    turns: [done(inPlace()), { ...undo, name: 'cut', cutAt: 'undo.begun', end: 'open' }],
  },
  'in-place-stranded': {
    prepares: astray,
    turns: [
      {
        ...done(inPlace({ revertWith: 'script' }), 'stranded'),
        meanwhile: { at: 'undo.begun', act: spoil },
      },
    ],
  },
} as const satisfies Readonly<Record<string, Chain>>;

export type ChainName = keyof typeof CHAINS | keyof typeof PAST;
export const chain = (name: ChainName): Chain => ({ ...CHAINS, ...PAST })[name];
