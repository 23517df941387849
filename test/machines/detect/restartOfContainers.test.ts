import { detect } from '../../../machines/detect/detect';
import type { Observer } from '../../../machines/detect/observe/observer';
import type { Facts } from '../../../machines/model/facts';
import { Plan } from '../../../machines/model/plan';
import { NO_COMMIT } from '../../../machines/model/release';
import { attempt, commit, container, facts, HOLDER, image, saying, settings, without } from '../../fixtures';
import { running } from '../choices';

/** Looks at these facts, and can look at nothing else. */
const observer = (given: Partial<Facts>): Observer => {
  const nothing = () => Promise.reject(new Error('more than the facts was looked at'));
  return {
    holder: HOLDER,
    facts: () => Promise.resolve(facts(given)),
    target: nothing,
    backupStore: nothing,
    data: nothing,
    inspect: nothing,
  };
};
const asked = (raw: Record<string, string>, given: Partial<Facts>) => detect(observer(given), settings(raw));
const RESTART = { scenario: 'infrastructure', service: 'backend' };
const restarted = async (given: Partial<Facts>, raw: Record<string, string> = RESTART): Promise<Plan> => {
  const decision = await asked(raw, given);
  if (decision.kind !== 'plan') throw new Error(JSON.stringify(decision));
  return decision.plan;
};

const { git } = facts();
const labelled = (more: object): Partial<Facts> => ({ containers: [container('backend', image(3), more)] });
const noGit: Partial<Facts> = { git: { ...without(git, 'head'), error: 'not a git repository' } };
/** What any rollback is refused for, and whether the commit is known all the same. */
const OBSTACLES: [string, Partial<Facts>, boolean][] = [
  ['checkout.no-commit', noGit, false],
  ['checkout.unsupported-hash', { git: { ...git, head: 'a'.repeat(64) } }, false],
  ['checkout.unreadable', { git: { ...git, error: 'index file corrupt' } }, true],
  ['checkout.bare', { git: { ...git, bare: true } }, true],
  ['host.missing-tools', { ...noGit, missing: ['git'] }, false],
  ['host.silent', { silent: ['git status'] }, true],
  ['checkout.unwritable', { unwritable: ['checkout /opt/chronos-financial'] }, true],
  ['docker.no-compose', { compose: {} }, true],
  ['host.silent', { compose: {}, silent: ['docker compose'] }, true],
  [
    'deployment.mixed-origin',
    {
      containers: [
        container('backend', image(3)),
        container('frontend', image('f'), { files: ['/srv/x.yml'] }),
      ],
    },
    true,
  ],
  ['deployment.other-directory', labelled({ directory: '/srv' }), true],
  ['config.other-compose-file', labelled({ files: ['/opt/chronos-financial/x.yml'] }), true],
  [
    'compose.outside',
    {
      containers: [
        container('backend', image(3), {
          files: ['/srv/x.yml', '/opt/chronos-financial/docker-compose.production.yml'],
        }),
      ],
    },
    true,
  ],
  [
    'compose.odd-name',
    {
      containers: [
        container('backend', image(3), {
          files: ['/opt/chronos-financial/a b.yml', '/opt/chronos-financial/docker-compose.production.yml'],
        }),
      ],
    },
    true,
  ],
];
test.each(OBSTACLES)(
  'a restart of containers goes ahead where a rollback is refused for %s',
  async (code, given, isKnown) => {
    expect(await asked({ scenario: 'code' }, given)).toMatchObject({ kind: 'refused', refusal: { code } });
    const plan = await restarted(given);
    const release = isKnown ? { commit: commit(3) } : { commit: NO_COMMIT, subject: 'no commit is known' };
    expect(plan).toMatchObject({
      ...{ containersOnly: true, from: release, to: release, steps: ['restart', 'verify'] },
      services: [{ service: 'backend', before: image(3), target: image(3), action: 'restart' }],
    });
    expect(plan.noteCodes).toContain('note.containers-only');
    expect(Plan.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
  },
);

test.each(OBSTACLES)('down and up is refused for %s as a rollback is', async (code, given) => {
  expect(await asked({ ...RESTART, service: 'all' }, given)).toMatchObject({
    kind: 'refused',
    refusal: { code },
  });
});

test('without an obstacle the same restart looks at nothing but the facts either, and says nothing of one', async () => {
  const plan = await restarted({});
  expect(plan).not.toHaveProperty('containersOnly');
  expect(plan.notes).toEqual([]);
  expect(plan.id).not.toBe((await restarted({ compose: {} })).id);
});

test.each<[string, Partial<Facts>]>([
  ['host.missing-tools', { missing: ['git', 'curl'] }],
  ['docker.unreachable', { docker: { endpoint: 'unix:///x', error: 'no' } }],
  ['docker.remote', { docker: { endpoint: 'tcp://far:2376' } }],
  ['host.old-tools', { docker: { ...facts().docker, version: '19.03.15' } }],
  ['docker.unreadable', { docker: { ...facts().docker, error: 'odd' } }],
  ['host.silent', { silent: ['docker ps'] }],
  ['host.silent', { silent: ['state directory /var/lib'] }],
  ['state.unwritable', { unwritable: ['state /var/lib'] }],
  ['deployment.no-containers', { containers: [], projects: [] }],
  ['deployment.several-projects', { projects: ['a', 'b'] }],
  ['journal.unreadable', { journalError: 'line 3' }],
])('a restart of containers is refused for %s', async (code, given) => {
  expect(await asked(RESTART, given)).toMatchObject({ kind: 'refused', refusal: { code } });
});

test('what is in the way first is told first, where a restart is refused as well', async () => {
  const given = { ...noGit, unwritable: ['state /var/lib'] };
  expect(await asked(RESTART, given)).toMatchObject({ refusal: { code: 'checkout.no-commit' } });
});

test.each<[string, Partial<Facts>]>([
  ['has no container', { containers: running(3).slice(1) }],
  ['is cut off from its network', { containers: running(3, { networks: {} }) }],
  [
    'has one container of several that is cut off',
    { containers: [...running(3), container('backend', image(3), { networks: {} })] },
  ],
])('a service that %s needs the definition, and is refused without git', async (_, given) => {
  expect(await asked(RESTART, { ...noGit, ...given })).toMatchObject({
    refusal: { code: 'checkout.no-commit' },
  });
});

test('the lease of another is in the way of a restart, not the git that it does without', async () => {
  const lease = {
    ...{ rollback: 'r-00c0ffee', holder: 'another', user: 'somebody', since: '2026-11-22T02:59:00.000Z' },
    ...{ state: 'restart', until: '2026-11-22T03:09:00.000Z' },
  };
  expect(await asked(RESTART, { ...noGit, lease })).toMatchObject({ refusal: { code: 'lease.held' } });
  expect(await asked({}, { ...noGit, lease })).toMatchObject({ refusal: { code: 'checkout.no-commit' } });
});

test('what auto comes to goes ahead, too, where it is a restart of unhealthy services', async () => {
  const given = {
    ...noGit,
    containers: running(3, { status: 'exited', exitCode: 137, restartPolicy: 'always' }),
  };
  const plan = await restarted(given, {});
  expect(plan.services).toMatchObject([{ service: 'backend', action: 'restart', why: saying('exited') }]);
});

describe('of a restart for which no commit was known', () => {
  const made = restarted(noGit);
  const open = async (more = {}) => [
    attempt(await made, { verdicts: [], request: { ...settings(RESTART).request }, ...more }),
  ];

  test.each<[string, Partial<Facts>]>([
    ['still does not tell one', noGit],
    ['tells one by now', {}],
  ])('what was cut off goes on, where git %s', async (_, given) => {
    const decision = await asked(RESTART, { ...given, attempts: await open() });
    expect(decision).toMatchObject({ kind: 'plan', mode: 'resume', plan: await made });
  });

  const ended = { outcome: 'recovered', closed: '2026-11-22T03:00:05Z' } as const;
  test('the same request once more is a replay while all is well', async () => {
    const decision = await asked(RESTART, { ...noGit, attempts: await open(ended) });
    expect(decision).toMatchObject({ kind: 'plan', mode: 'replay' });
  });

  test.each<[string, Partial<Facts>]>([
    ['once git tells one', {}],
    ['with the service down', { ...noGit, containers: running(3, { status: 'exited' }) }],
  ])('the same request %s restarts anew, and nobody says that another release came up', async (_, given) => {
    const plan = await restarted({ ...given, attempts: await open(ended) });
    expect(plan).toMatchObject({ attempt: 2, risks: [] });
  });
});
