import type { World } from './world';

type Config = Readonly<Record<string, string>>;

/** A rollback that is asked for, and what it comes to when nobody breaks it. */
export interface Scenario {
  /** Keys of the configuration beside the deployment's. */
  ask(world: World): Config;
  /** Changes the deployment before it is looked at. */
  prepares?(world: World): void;
  /** A rollback that must have been done before, which this one takes back. */
  readonly takesBack?: string;
  readonly release: 'v1' | 'v2';
  readonly database: 'live' | 'backup';
  /** Which database is no longer live then, and must be kept. */
  readonly keeps?: 'live' | 'backup';
  /** How it ends. */
  readonly end: 'recovered' | 'undone';
  /** What the containers of app services come to: `api` is restarted as it is; everything is made anew. */
  readonly restarts?: boolean;
  readonly down?: boolean;
}

const database = (more: Config = {}) => ({
  ask: ({ commits }: World) => ({
    commit: commits['v1'] ?? '',
    scenario: 'database',
    backup: 'before.dump',
    ...more,
  }),
  release: 'v1' as const,
  database: 'backup' as const,
  keeps: 'live' as const,
  end: 'recovered' as const,
});
const code = (more: Config = {}) => ({
  ask: ({ commits }: World) => ({ commit: commits['v1'] ?? '', scenario: 'code', ...more }),
  release: 'v1' as const,
  database: 'live' as const,
  end: 'recovered' as const,
});
const restart = (service: string) => ({
  ask: () => ({ scenario: 'infrastructure', service }),
  release: 'v2' as const,
  database: 'live' as const,
  end: 'recovered' as const,
});
const undo = (takesBack: string) => ({
  ask: () => ({}),
  takesBack,
  release: 'v2' as const,
  database: 'live' as const,
  end: 'undone' as const,
});

/** Everything that can be asked for, by name. */
export const SCENARIOS = {
  code: code(),
  /** The target's images were pruned: they are built anew. */
  build: { ...code(), prepares: (world: World) => world.images.prune('v1') },
  script: code({ revertWith: 'script' }),
  /** The target cannot become healthy: the rollback takes itself back. */
  sick: {
    ...code(),
    ask: ({ commits }: World) => ({ commit: commits['v0'] ?? '', scenario: 'code' }),
    release: 'v2',
    end: 'undone',
  },
  database: database(),
  /** The deploy script goes to another release than the one that was asked for: all is taken back, the database, too. */
  astray: {
    ...database({ revertWith: 'script' }),
    prepares: (world: World) => world.script('astray', true),
    release: 'v2',
    database: 'live',
    keeps: 'backup',
    end: 'undone',
  },
  'stop-first': database({ stopFirst: 'true' }),
  restart: { ...restart('api'), restarts: true },
  all: { ...restart('all'), down: true },
  'undo-code': undo('code'),
  'undo-database': { ...undo('database'), keeps: 'backup' },
} as const satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof SCENARIOS;
export const NAMES = Object.keys(SCENARIOS) as ScenarioName[];
export const scenario = (name: ScenarioName): Scenario => SCENARIOS[name];

/** The configuration of the deployment itself. */
export const deploymentConfig = ({ directory, state, places }: World): Config => ({
  deployment: JSON.stringify({
    directory,
    stateDirectory: state,
    appServices: ['api', 'web'],
    databaseService: 'db',
    database: { user: 'app', name: 'app' },
    backupDirectory: '/backups',
    health: { api: 'http://api:8080/health' },
    links: { web: 'http://api:8080/' },
    critical: { transfer: `echo critical $CHRONOS_ROLLBACK_ID >>'${places.effects}'` },
    deployScript: 'deployment/deploy.sh',
    healthScript: 'deployment/health-check.sh',
  }),
  timeouts: JSON.stringify({
    prepare: 60,
    stop: 40,
    restore: 60,
    revert: 20,
    restart: 25,
    verify: 20,
    undo: 60,
  }),
  operator: 'chaos',
});
