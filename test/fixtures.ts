import { parseConfig } from '../config';
import type { Settings } from '../machines/config/schema';
import { diagnose } from '../machines/detect/diagnose/diagnosis';
import type { Facts } from '../machines/model/facts';
import type { Container } from '../machines/model/container';
import { parseCompose } from '../machines/compose/definition';
import type { Plan } from '../machines/model/plan';
import type { Request } from '../machines/model/request';
import { makePlan } from '../machines/detect/plan/codePlan';
import type { Observer } from '../machines/detect/observe/observer';
import type { DataPlace } from '../machines/model/dataPlace';
import type { PlanInput } from '../machines/detect/plan/planInput';
import { makeRestartPlan } from '../machines/detect/plan/restartPlan';
import type { Target } from '../machines/model/target';
import type { Attempt } from '../machines/model/attempt';
import type { Identity } from '../machines/compose/identity';

/** Releases and images by a digit each, so that a test reads `commit(2)` and not forty of them. */
export const commit = (n: number): string => String(n).repeat(40);
export const image = (n: number | string): string => `sha256:${String(n).repeat(64)}`;

export const settings = (raw: Record<string, string> = {}): Settings =>
  parseConfig({ operator: 'tester', ...raw });

export function container(service: string, imageId: string, more: Partial<Container> = {}): Container {
  return {
    id: `container-of-${service}`,
    image: imageId,
    reference: `chronos-${service}:latest`,
    status: 'running',
    health: 'healthy',
    exitCode: 0,
    oomKilled: false,
    started: '2026-11-20T02:38:00Z',
    restarts: 0,
    networks: { chronos_default: {} },
    networkMode: 'chronos_default',
    restartPolicy: 'no',
    mounts: [],
    imageBytes: 200 * 1024 * 1024,
    service,
    project: 'chronos',
    files: ['/opt/chronos-financial/docker-compose.production.yml'],
    envFiles: [],
    directory: '/opt/chronos-financial',
    composeVersion: '2.40.3',
    needs: [],
    awaited: [],
    configHash: '',
    ...more,
  };
}

const probe = (name: string, codes: number[]) => ({ name, codes, seconds: codes.map(() => 0.004) });
export const well = (name: string) => probe(name, Array<number>(20).fill(200));
export const failing = (name: string) =>
  probe(name, [...Array<number>(13).fill(200), ...Array<number>(7).fill(500)]);

/** The oid by which PostgreSQL knows the live database. */
export const LIVE_OID = '16384';

/** The database's volume, as Docker lists it among the container's mounts. */
export const DATA = {
  type: 'volume',
  name: 'chronos_data',
  source: '/var/lib/docker/volumes/chronos_data/_data',
  destination: '/var/lib/postgresql/data',
};

/** v1, v2 and v3 were deployed; v3 is checked out and everything is well. */
export function facts(more: Partial<Facts> = {}): Facts {
  const release = (n: number) => ({ commit: commit(n), name: `v${n}`, subject: `Release ${n}` });
  return {
    host: 'host',
    user: 'root',
    clock: '2026-11-22T03:00:00.000Z',
    missing: [],
    silent: [],
    unwritable: [],
    directory: '/opt/chronos-financial',
    git: {
      head: commit(3),
      shallow: false,
      bare: false,
      modified: [],
      reflog: [commit(3), commit(2), commit(1)],
      releases: new Map([1, 2, 3, 4].map((n) => [commit(n), release(n)])),
    },
    wanted: { remote: false },
    docker: { endpoint: 'unix:///var/run/docker.sock', version: '28.0.0' },
    compose: { v2: '2.40.3' },
    projects: ['chronos'],
    containers: [
      container('backend', image(3)),
      container('frontend', image('f')),
      container('postgres', image('d'), { mounts: [DATA] }),
    ],
    hasDeployScript: true,
    networks: ['chronos_default'],
    links: [
      { service: 'backend', code: 0 },
      { service: 'frontend', code: 0 },
    ],
    probes: [well('frontend'), well('backend'), well('transfers')],
    database: { version: 'PostgreSQL 15.18', oid: LIVE_OID },
    disks: [{ mount: '/', freeKiB: 50_000_000, used: '13%' }],
    diskSpace: Object.fromEntries(
      ['checkout', 'state', 'docker'].map((place) => [place, { mount: '/', freeKiB: 50_000_000 }]),
    ),
    deployments: [1, 2, 3].map((n) => ({
      at: `2026-11-${18 + n}T02:38:00Z`,
      commit: commit(n),
      images: { backend: image(n), frontend: image('f') },
    })),
    attempts: [],
    holds: [],
    unreadableHolds: [],
    pins: [],
    rollbackDirectories: [],
    ...more,
  };
}

/** The deployment's Compose file, the same at each release. */
export const composeText = `
services:
  backend: { image: chronos-backend:latest, build: ./backend, depends_on: { postgres: { condition: service_healthy } } }
  frontend: { image: chronos-frontend:latest, build: ./frontend, depends_on: { backend: { condition: service_healthy } } }
  postgres: { image: 'postgres:15', volumes: ['data:/var/lib/postgresql/data'] }
`;

// Once for all: property tests ask for thousands of targets.
const composed = parseCompose(composeText);

/** What v2 would bring: another backend, the same frontend, images there. */
export function target(more: Partial<Target> = {}): Target {
  return {
    release: { commit: commit(2), name: 'v2', subject: 'Release 2' },
    leaves: ['3333333 Release 3'],
    brings: [],
    gone: false,
    overwritten: [],
    submodules: [],
    migrations: [],
    sources: new Set(['backend/', 'frontend/', 'backend/Dockerfile', 'frontend/Dockerfile']),
    difference: '1 file changed',
    below: '',
    changed: new Set(),
    untracked: [],
    remote: [],
    unset: [],
    givenAnew: new Set(),
    warnings: [],
    variables: { current: new Map(), target: new Map() },
    untagged: [],
    missingEnv: { given: [], former: [] },
    carried: [],
    hashes: { current: new Map(), target: new Map() },
    current: structuredClone(composed),
    target: structuredClone(composed),
    imagesByName: new Map([['chronos-backend:latest', image(3)]]),
    imageIds: new Set([image(1), image(2), image(3), image('f'), image('d')]),
    labelled: new Map(),
    pinned: new Map(),
    ...more,
  };
}

export const composeModel = (edit: (yaml: string) => string = (yaml) => yaml) =>
  parseCompose(edit(composeText));

/** What is asked for when nothing is typed, and the stack that asks. */
export const REQUEST: Request = {
  commit: 'previous',
  scenario: 'auto',
  service: '',
  undo: '',
  backup: 'matching',
  stopFirst: false,
  settings: 'auto',
};
export const HOLDER = 'organization/chronos-rollback/production';

/** An attempt at going from v3 to v2, ended as given; open when no outcome is given. */
export function attempt(plan: Plan, more: Partial<Attempt> = {}): Attempt {
  return {
    plan,
    request: REQUEST,
    operator: 'tester',
    reason: '',
    holder: HOLDER,
    confirm: '',
    resumes: 0,
    notes: [],
    opened: '2026-11-22T03:00:00.000Z',
    verdicts: [
      {
        step: 'prepare',
        ok: true,
        summary: '',
        started: '',
        seconds: 1,
        images: { backend: image(2), frontend: image('f') },
      },
    ],
    ...more,
  };
}

type Given = {
  settings?: Record<string, string>;
  facts?: Partial<Facts>;
  target?: Partial<Target>;
  identity?: Partial<Identity>;
  attempt?: number;
  risks?: Plan['risks'];
  data?: readonly DataPlace[];
};

/** What a plan is made from: v3 is checked out, v2 is the target. */
export function planInput(more: Given = {}): PlanInput {
  const chosen = settings(more.settings);
  return {
    settings: chosen,
    facts: facts(more.facts),
    diagnosis: diagnose(facts(more.facts), chosen.deployment),
    identity: { ...IDENTITY, ...more.identity },
    target: target(more.target),
    ...(more.data ? { data: more.data } : {}),
    attempt: more.attempt ?? 1,
    risks: more.risks ?? [],
  };
}

const made = (plan: ReturnType<typeof makePlan>): Plan => {
  if ('what' in plan) throw new Error(`refused: ${plan.what}`);
  return plan;
};

/** The plan of going from v3 to v2, as detect makes it from these facts and this target. */
export const plan = (more: Given = {}): Plan => made(makePlan(planInput(more)));

/** The plan of taking that one back, of which no step is known yet. */
export const undoOfPlan = (): Plan => ({
  ...plan(),
  id: 'r-00000001',
  action: 'undo',
  of: plan().id,
  from: plan().to,
  to: plan().from,
  steps: [],
});

/** The input of a restart: the release that it looks at is the one that is checked out. */
export const restartInput = (more: Given = {}): PlanInput => {
  const release = { commit: commit(3), name: 'v3', subject: 'Release 3' };
  return planInput({ ...more, target: { release, leaves: [], difference: '', ...more.target } });
};

/** The plan of restarting services of v3. */
export const restartPlan = (services: readonly string[] | 'all', more: Given = {}): Plan =>
  made(makeRestartPlan(restartInput(more), services));

/** Wherever a database without container is to have its data, there is a database. */
export const dataThere: Observer['data'] = (_, places) =>
  Promise.resolve(places.map((place) => ({ place, state: 'there' as const })));

export const IDENTITY = {
  project: 'chronos',
  files: ['docker-compose.production.yml'],
  compose: 'v2',
} as const;

/** The object with some of its keys left out. */
export function without<T extends object, K extends keyof T>(value: T, ...keys: readonly K[]): Omit<T, K> {
  const left = Object.entries(value).filter(([key]) => !keys.includes(key as K));
  return Object.fromEntries(left) as Omit<T, K>;
}

/** A sentence with these facts in it, in this order; its words are tested once per code, see words/. */
export const saying = (...facts: readonly string[]): string =>
  expect.stringMatching(
    facts.map((fact) => fact.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('.*') || /./,
  ) as string;

/** A refusal that has all that one can have. */
export const refusal = {
  code: 'host.missing-tools' as const,
  what: 'the host lacks curl',
  got: 'x',
  accepts: 'y',
  next: 'install: curl',
};
