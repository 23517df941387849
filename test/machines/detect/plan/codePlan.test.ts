import { adviceText } from '../../../../audit/text/remedyLine';
import { OPEN } from '../../../../machines/model/remedy';
import type { Code } from '../../../../machines/model/codes';
import { diagnose } from '../../../../machines/detect/diagnose/diagnosis';
import { Plan } from '../../../../machines/model/plan';
import { makePlan } from '../../../../machines/detect/plan/codePlan';
import type { PlanInput } from '../../../../machines/detect/plan/planInput';
import {
  commit,
  composeModel,
  container,
  facts,
  image,
  LIVE_OID,
  plan,
  planInput,
  saying,
  settings,
  target,
  without,
} from '../../../fixtures';

const make = (more: Partial<PlanInput> = {}) => makePlan({ ...planInput(), ...more });
const made = (more: Partial<PlanInput> = {}): Plan => {
  const result = make(more);
  if ('what' in result) throw new Error(adviceText(result.what));
  return result;
};

test('everything is pinned: full hashes, image ids, the container of the database', () => {
  expect(made()).toEqual({
    id: expect.stringMatching(/^r-[0-9a-f]{8}$/),
    action: 'rollback',
    attempt: 1,
    scenario: 'code',
    from: { commit: commit(3), name: 'v3', subject: 'Release 3' },
    to: { commit: commit(2), name: 'v2', subject: 'Release 2' },
    fetch: false,
    project: 'chronos',
    files: ['docker-compose.production.yml'],
    compose: 'v2',
    services: [
      {
        service: 'backend',
        before: image(3),
        ran: false,
        target: image(2),
        source: 'reuse',
        reference: 'chronos-backend:latest',
        action: 'up',
        why: saying('image'),
      },
      {
        service: 'frontend',
        before: image('f'),
        ran: false,
        target: image('f'),
        source: 'reuse',
        reference: 'chronos-frontend:latest',
        action: 'keep',
        why: saying('image', 'definition'),
      },
    ],
    all: false,
    database: {
      container: 'container-of-postgres',
      image: image('d'),
      volumes: ['chronos_data:/var/lib/postgresql/data'],
      name: 'chronos_financial',
      oid: LIVE_OID,
    },
    endpoint: 'unix:///var/run/docker.sock',
    links: { frontend: { url: 'http://backend:8080/health', network: 'chronos_default' } },
    stash: [],
    revertWith: 'git',
    steps: ['prepare', 'revert', 'restart', 'verify'],
    risks: [],
    notes: [],
    noteCodes: [],
    baseline: {
      'health of backend': true,
      'health of frontend': true,
      'probe frontend': true,
      'probe backend': true,
      'probe transfers': true,
      'link of backend': true,
      'link of frontend': true,
      'database read': true,
    },
  });
});

test('a plan that went through the journal is the same plan', () => {
  const one = made({ facts: facts({ git: { ...facts().git, modified: ['README.md'] } }) });
  expect(Plan.parse(JSON.parse(JSON.stringify(one)))).toEqual(one);
});

test('local modifications are stashed; one of a Compose file is a risk', () => {
  const modified = ['README.md', 'docker-compose.production.yml'];
  expect(made({ facts: facts({ git: { ...facts().git, modified } }) })).toMatchObject({
    stash: modified,
    risks: [
      {
        kind: 'modified',
        code: 'risk.modified',
        what: saying('docker-compose.production.yml'),
      },
    ],
  });
});

const modified = (...files: string[]) => facts({ git: { ...facts().git, modified: files } });
const binding = composeModel((yaml) =>
  yaml.replace('build: ./backend,', "build: ./backend, volumes: ['/opt/chronos-financial/conf:/conf'],"),
);
test.each([
  ['the Compose file', 'docker-compose.production.yml', true],
  ['an environment file', '.env.production', true],
  ['an environment file of another spelling', 'backend/backend.env', true],
  ['a file in a directory that is mounted', 'conf/app.json', true],
  ['a directory whose name only begins alike', 'configuration/app.json', false],
  ['a file that Compose does not read', 'README.md', false],
])('a local modification of %s is a risk, or none: %s', (_, file, isRisk) => {
  const { risks, stash } = made({
    facts: modified(file),
    target: target({ current: binding, target: binding }),
  });
  expect([stash, risks.map(({ kind }) => kind)]).toEqual([[file], isRisk ? ['modified'] : []]);
});

test('risks of the journal come before those of the checkout', () => {
  const risks = [{ kind: 'drift' as const, what: 'another release came up' }];
  const all = made({ facts: modified('.env'), risks }).risks;
  expect(all.map(({ kind }) => kind)).toEqual(['drift', 'modified']);
});

test("the deployment's own script may do the revert", () => {
  expect(made({ settings: settings({ revertWith: 'script' }) }).revertWith).toBe('script');
});

test('a commit that only the remote has is fetched, the one asked for alone', () => {
  const remote = (n: number) => facts({ wanted: { commit: commit(n), remote: true } });
  expect(made({ facts: remote(2) }).fetch).toBe(true);
  expect(made({ facts: remote(1) }).fetch).toBe(false);
});

test.each<[string, string[], string[], string]>([
  ['the one that both are in', ['edge', 'inner'], ['inner', 'data'], 'inner'],
  ["the service's own, where they share none", ['edge'], ['data'], 'edge'],
  ['that of the service it calls, where it has no container yet', [], ['data'], 'data'],
])('the network of a link is %s', (_, own, called, network) => {
  const joined = (names: string[]) => ({ networks: Object.fromEntries(names.map((name) => [name, {}])) });
  const containers = [
    ...(own.length > 0 ? [container('frontend', image('f'), joined(own))] : []),
    container('backend', image(3), joined(called)),
    container('postgres', image('d'), joined(['data'])),
  ];
  expect(made({ facts: facts({ containers }) }).links['frontend']?.network).toBe(network);
});

test('what is in the network of the host is called from there, at that host’s own address', () => {
  const onHost = { networks: { host: {} }, networkMode: 'host' };
  const url = 'http://backend:8080/health';
  const links = (own: object, called: object) => {
    const containers = [
      container('frontend', image('f'), own),
      container('backend', image(3), called),
      container('postgres', image('d')),
    ];
    return made({ facts: facts({ containers }) }).links['frontend'];
  };
  expect(links({}, onHost)).toEqual({ url, network: 'host', address: '127.0.0.1' });
  expect(links(onHost, onHost)).toEqual({ url, network: 'host', address: '127.0.0.1' });
  expect(links(onHost, {})).toEqual({ url, network: 'host' });
});

test('services come in the order of their dependencies, whatever the order in config', () => {
  const deployment = JSON.stringify({ appServices: ['frontend', 'backend'] });
  expect(made({ settings: settings({ deployment }) }).services.map(({ service }) => service)).toEqual([
    'backend',
    'frontend',
  ]);
});

const deployment = (value: object) => ({ settings: settings({ deployment: JSON.stringify(value) }) });

test.each([
  'https://chronos.example/',
  'http://localhost:3000/',
  'http://127.0.0.1/',
  'http://[::1]:80/',
  'http://postgres:80/',
])('a probe of %s names no foreign service', (url) => {
  expect(make(deployment({ health: { x: url } }))).toHaveProperty('id');
});

const swap = (from: string, to: string) => composeModel((yaml) => yaml.replaceAll(from, to));
test.each<[string, Partial<PlanInput>, object]>([
  [
    'an app service is called as what every object has',
    deployment({ appServices: ['constructor'], health: {}, links: {} }),
    { code: 'config.unknown-service', what: saying('constructor', 'the target 2222222') },
  ],
  [
    'the target lacks the Compose file',
    { target: target({ missingFile: 'docker-compose.production.yml' }) },
    {
      code: 'compose.missing-file',
      what: saying('docker-compose.production.yml', '2222222'),
      next: [saying(), { do: 'update', for: { commit: OPEN } }],
    },
  ],
  [
    'a Compose file cannot be read',
    { target: { ...without(target(), 'target'), composeError: 'yaml: line 3\n' } },
    {
      code: 'compose.unreadable',
      what: saying(),
      got: 'yaml: line 3',
      next: { do: 'read-definition', compose: { version: 'v2', files: ['docker-compose.production.yml'] } },
    },
  ],
  [
    'the target lacks an app service',
    { target: target({ target: swap('frontend', 'web') }) },
    {
      code: 'config.unknown-service',
      what: saying('frontend', 'the target 2222222'),
      got: 'backend, frontend',
      accepts: 'backend',
      next: { do: 'set', key: 'deployment.appServices', value: [OPEN] },
    },
  ],
  [
    'the deployment lacks an app service',
    { target: target({ current: swap('frontend', 'web') }) },
    { code: 'config.unknown-service', what: saying('frontend', 'the deployment') },
  ],
  [
    'a link of a service that the target lacks',
    deployment({ links: { web: 'http://backend:8080/', frontend: 'http://backend:8080/' } }),
    {
      code: 'config.foreign-address',
      what: saying('links', 'web', 'web'),
      got: 'web',
      accepts: 'backend, frontend, postgres',
      next: [saying(), { do: 'set', key: 'deployment.links', value: { frontend: 'http://backend:8080/' } }],
    },
  ],
  [
    'a link to a host that is no service',
    deployment({ links: { frontend: 'http://api:8080/' } }),
    { code: 'config.foreign-address', what: saying('links', 'frontend', 'api'), got: 'api' },
  ],
  [
    'a probe of a host that is no service',
    deployment({ health: { shop: 'http://web/', lan: 'http://10.0.0.1/' } }),
    {
      code: 'config.foreign-address',
      what: saying('health', 'shop', 'web'),
      got: 'web',
      next: [saying(), { do: 'set', key: 'deployment.health', value: { lan: 'http://10.0.0.1/' } }],
    },
  ],
  [
    "the target changes the database's image",
    { target: target({ target: swap('postgres:15', 'postgres:14') }) },
    {
      code: 'database.differs',
      what: saying(' code', 'postgres', 'image', 'postgres:15', 'postgres:14'),
      next: saying(),
    },
  ],
  [
    "the target changes the database's image to one of which nobody knows the major version",
    { target: target({ target: swap('postgres:15', 'postgres:latest') }) },
    { code: 'database.differs', what: saying('postgres', 'postgres:15', 'postgres:latest') },
  ],
  [
    "the target's image of the database declares another major version than its tag tells",
    { target: target({ target: swap('postgres:15', 'postgres:15.4'), databaseMajor: '14' }) },
    { code: 'database.differs', what: saying('postgres', 'postgres:15', 'postgres:15.4') },
  ],
  [
    'the database runs another major version than the target has',
    {
      facts: facts({ database: { version: 'PostgreSQL 16.1', oid: LIVE_OID } }),
      target: target({ target: swap('postgres:15', 'postgres:15.4') }),
    },
    { code: 'database.differs', what: saying('postgres', 'postgres:15', 'postgres:15.4') },
  ],
  [
    'the tag of what runs tells no version of PostgreSQL',
    {
      facts: facts({
        database: { version: 'PostgreSQL 16.1', oid: LIVE_OID },
        containers: facts().containers.map((one) => ({ ...one, reference: 'postgres:15' })),
      }),
      target: target({ target: swap('postgres:15', 'postgres:16') }),
    },
    { code: 'database.differs', what: saying('postgres', 'postgres:15', 'postgres:16') },
  ],
  [
    "the target changes the database's volume",
    { target: target({ target: swap('data:/var', 'other:/var') }) },
    {
      code: 'database.differs',
      what: saying(
        ' code',
        'postgres',
        'volumes',
        'chronos_data:/var/lib/postgresql/data',
        'chronos_other:/var/lib/postgresql/data',
      ),
    },
  ],
  [
    'the target has no database',
    { target: target({ target: swap('postgres', 'db') }) },
    {
      code: 'database.differs',
      what: saying(' code', 'postgres', ' postgres'),
    },
  ],
  [
    'the database has no container',
    { facts: facts({ containers: facts().containers.slice(0, 2) }) },
    {
      code: 'database.no-container',
      what: saying('postgres'),
      next: { do: 'update', for: { scenario: 'infrastructure', service: 'postgres' } },
    },
  ],
  [
    'the service of a link is in no network',
    { facts: facts({ containers: facts().containers.map((c) => ({ ...c, networks: null })) }) },
    {
      code: 'link.no-network',
      what: saying('frontend', 'frontend'),
      next: { do: 'bring-up', compose: { version: 'v2', files: [] }, service: 'frontend' },
    },
  ],
])('refused: %s', (_, more, refusal) => {
  expect(make(more)).toEqual(expect.objectContaining(refusal));
});

const withWorker = (tag: string) => composeModel((yaml) => `${yaml}  worker: { image: 'w:${tag}' }\n`);
const ill = facts({ probes: [{ name: 'backend', codes: [500], seconds: [1] }] });
const code = settings({ scenario: 'code' });
const same = facts({ containers: [container('backend', image(2)), ...facts().containers.slice(1)] });
test.each<[string, Partial<PlanInput>, [Code, string][]]>([
  [
    'a service that differs and is no app service',
    { target: target({ current: withWorker('2'), target: withWorker('1') }) },
    [['note.service-stays', 'worker']],
  ],
  [
    'a service that only the target has',
    { target: target({ target: withWorker('1') }) },
    [['note.service-stays', 'worker']],
  ],
  ['none for one that stays', { target: target({ current: withWorker('1'), target: withWorker('1') }) }, []],
  ['nothing that would run differently', { facts: same }, [['note.nothing-changes', '']]],
  ['code asked for while nothing is wrong', { settings: code }, [['note.nothing-wrong', '']]],
  [
    'none for code asked for while something is wrong, but that no record has the probe that shows it',
    { settings: code, facts: ill, diagnosis: diagnose(ill, code.deployment) },
    [['note.probe-no-history', 'backend']],
  ],
])('worth knowing, and no risk: %s', (_, more, told) => {
  expect(made(more)).toMatchObject({
    notes: told.map(([, fact]) => saying(fact)),
    noteCodes: told.map(([code]) => code),
    risks: [],
  });
});

test('the fixture is what the tests of other parts start from', () => {
  expect(plan()).toEqual(made());
});
