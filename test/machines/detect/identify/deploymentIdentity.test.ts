import type { Facts } from '../../../../machines/model/facts';
import { identify } from '../../../../machines/detect/identify/deploymentIdentity';
import { attempt, container, facts, image, plan, saying, settings, without } from '../../../fixtures';

const whole = facts();
const where = (given: Partial<Facts> = {}, deployment = {}) =>
  identify(settings({ deployment: JSON.stringify(deployment) }), { ...whole, ...given });
const look = (at: string, of = '/opt/chronos-financial') => ({ do: 'look', at, of });
const up = (more: object) => ({
  do: 'bring-up',
  compose: { version: 'v2', files: ['docker-compose.production.yml'] },
  ...more,
});
const labelled = (more: object): Partial<Facts> => ({ containers: [container('backend', image(3), more)] });

test.each<[string, Partial<Facts>, object, object]>([
  [
    'by the labels of its containers',
    {},
    {},
    { project: 'chronos', files: ['docker-compose.production.yml'], compose: 'v2' },
  ],
  [
    'with files relative to where they were typed',
    labelled({ files: ['docker-compose.production.yml'] }),
    {},
    { files: ['docker-compose.production.yml'] },
  ],
  [
    'with several files, the configured one among them',
    labelled({
      files: ['/opt/chronos-financial/a.yml', '/opt/chronos-financial/docker-compose.production.yml'],
    }),
    {},
    { files: ['a.yml', 'docker-compose.production.yml'] },
  ],
  [
    'through a link to the directory',
    { directory: '/srv/real', ...labelled({ files: ['/srv/real/docker-compose.production.yml'] }) },
    {},
    { files: ['docker-compose.production.yml'] },
  ],
  [
    'with a slash after the directory',
    { containers: [container('backend', image(3), { directory: '/opt/chronos-financial/' })] },
    {},
    { files: ['docker-compose.production.yml'] },
  ],
  [
    'by its own services alone: another one of the project may come from elsewhere',
    { containers: [container('mailer', image(7), { directory: '/srv/mail' }), ...whole.containers] },
    {},
    { files: ['docker-compose.production.yml'] },
  ],
  [
    'one of several projects, when it is named',
    { projects: ['chronos', 'staging'] },
    { project: 'staging' },
    { project: 'staging' },
  ],
  [
    'while everything is down, by the plan of the attempt that is open',
    { containers: [], attempts: [attempt(plan({ settings: {} }))] },
    {},
    { project: 'chronos', files: ['docker-compose.production.yml'], compose: 'v2' },
  ],
  [
    'made by Compose v1, where that is there',
    { ...labelled({ composeVersion: '1.29.2' }), compose: { v1: '1.29.2', v2: '2.40.3' } },
    {},
    { compose: 'v1' },
  ],
  ['made by Compose v1, which is gone', labelled({ composeVersion: '1.29.2' }), {}, { compose: 'v2' }],
  [
    'made by Compose v2, which stands alone',
    { compose: { v2: '2.40.3', isAlone: true } },
    {},
    { compose: 'v2' },
  ],
  ['made by Compose v2, where only v1 is left', { compose: { v1: '1.29.2' } }, {}, { compose: 'v1' }],
])('a deployment is told %s', (_, given, deployment, expected) => {
  expect(where(given, deployment)).toMatchObject(expected);
});

test('a link or a disk without an answer hides nothing that must be known', () => {
  expect(where({ silent: ['the link of backend to http://postgres/', 'disk of /srv'] })).toHaveProperty(
    'project',
  );
});

test('no bash 5 is refused before anything else: nothing else is known then', () => {
  expect(identify(settings(), { ...without(whole, 'directory'), oldBash: 'bash 4.2.46(2)-release' })).toEqual(
    {
      code: 'host.missing-tools',
      what: saying('bash 5'),
      got: 'bash 4.2.46(2)-release',
      accepts: saying('bash 5', 'git', 'docker', 'curl', 'flock', 'timeout', 'iconv', 'awk', 'tar'),
      next: 'install: bash',
    },
  );
});

test('a directory on a disk that hangs is not taken for none', () => {
  const silent = ['directory /opt/chronos-financial'];
  expect(identify(settings(), { ...without(whole, 'directory'), silent })).toEqual({
    code: 'directory.silent',
    what: saying('"deployment.directory"'),
    got: '/opt/chronos-financial',
    accepts: saying(),
    next: [look('directory'), '; ', look('mount')],
  });
});

test('no such directory is refused before anything else', () => {
  expect(identify(settings(), { ...without(whole, 'directory'), missing: ['git'] })).toEqual({
    code: 'directory.missing',
    what: saying('"deployment.directory"'),
    got: '/opt/chronos-financial',
    accepts: saying('git'),
    next: { do: 'set', key: 'deployment.directory', value: '/path/of/the/checkout' },
  });
});

test.each<[string, Partial<Facts>, object, object]>([
  [
    'missing tools',
    { missing: ['curl', 'flock'] },
    {},
    { code: 'host.missing-tools', what: saying('curl, flock'), next: 'install: curl flock' },
  ],
  [
    'no git checkout',
    { git: { ...without(whole.git, 'head'), error: 'fatal: not a git repository' } },
    {},
    {
      code: 'checkout.no-commit',
      what: saying('/opt/chronos-financial'),
      got: 'fatal: not a git repository',
      next: look('checkout'),
    },
  ],
  [
    'a checkout of another user, which git does not read',
    {
      git: {
        ...without(whole.git, 'head'),
        error: `fatal: detected dubious ownership in repository at '/opt/chronos'\nTo add an exception for this directory, call:\n\n\tgit config --global --add safe.directory /opt/chronos`,
      },
    },
    {},
    {
      code: 'checkout.unreadable',
      what: saying('/opt/chronos', 'root'),
      got: "fatal: detected dubious ownership in repository at '/opt/chronos'",
      accepts: saying(),
      next: { do: 'trust-checkout', directory: '/opt/chronos' },
    },
  ],
  [
    'Docker out of reach',
    { docker: { endpoint: 'unix:///run/x.sock', error: 'a\nCannot connect' } },
    {},
    {
      code: 'docker.unreachable',
      what: saying(),
      got: 'unix:///run/x.sock: Cannot connect',
      next: look('docker', 'unix:///run/x.sock'),
    },
  ],
  [
    'a deployment that is down, and of which nothing tells the project',
    { containers: [], projects: [], attempts: [attempt(plan(), { outcome: 'recovered' })] },
    {},
    { code: 'deployment.no-containers', what: saying('/opt/chronos-financial') },
  ],
  [
    'a repository of SHA-256',
    { git: { ...whole.git, head: 'a'.repeat(64) } },
    {},
    { code: 'checkout.unsupported-hash', what: saying('/opt/chronos-financial'), got: 'a'.repeat(64) },
  ],
  [
    'what Docker prints of a container and nobody can read',
    { docker: { endpoint: 'unix:///run/x.sock', version: '28.0.0', error: 'no container' } },
    {},
    {
      code: 'docker.unreadable',
      what: saying(),
      got: 'unix:///run/x.sock: no container',
      next: look('containers', 'unix:///run/x.sock'),
    },
  ],
  [
    'a bare repository',
    { git: { ...whole.git, bare: true } },
    {},
    {
      code: 'checkout.bare',
      what: saying('/opt/chronos-financial'),
      next: look('checkout'),
    },
  ],
  [
    'the Docker of another host',
    { docker: { endpoint: 'ssh://deploy@far' } },
    {},
    { code: 'docker.remote', what: saying(), got: 'ssh://deploy@far', accepts: saying('unix://') },
  ],
  [
    'a git that is too old',
    {
      versions: new Map([
        ['git', '2.30.2'],
        ['curl', '7.88.1'],
      ]),
    },
    {},
    {
      code: 'host.old-tools',
      what: saying('git'),
      got: 'git 2.30.2',
      accepts: saying('2.31'),
      next: saying('2.31'),
    },
  ],
  [
    'a curl that is too old',
    {
      versions: new Map([
        ['git', '2.39.5'],
        ['curl', '7.29.0'],
      ]),
    },
    {},
    { got: 'curl 7.29.0', accepts: saying('7.52') },
  ],
  [
    'a Docker that is too old',
    { docker: { endpoint: 'unix:///x.sock', version: '19.03.15' } },
    {},
    { got: 'Docker 19.03.15', accepts: saying('20.10') },
  ],
  ['a Compose of v1 that is too old', { compose: { v1: '1.25.0' } }, {}, { got: 'Compose of v1 1.25.0' }],
  [
    'no rights on the Docker socket',
    {
      user: 'jane',
      docker: {
        endpoint: 'unix:///run/docker.sock',
        error: 'Got permission denied while trying to connect\ndial unix: connect: permission denied',
        group: 'docker',
      },
    },
    {},
    {
      code: 'docker.no-rights',
      what: saying('jane'),
      got: 'unix:///run/docker.sock: dial unix: connect: permission denied',
      accepts: saying('root', 'docker'),
      next: [{ do: 'join-group', group: 'docker', user: 'jane' }, saying()],
    },
  ],
  [
    'no rights on a socket of root alone',
    { docker: { endpoint: 'unix:///x.sock', error: 'permission denied', group: 'root' } },
    {},
    { next: saying('root') },
  ],
  [
    'git, Docker or the state directory without an answer',
    { silent: ['docker ps', 'git', 'state directory /s'], containers: [], projects: [] },
    {},
    {
      code: 'host.silent',
      what: saying('docker ps, git, state directory /s'),
      accepts: saying('git', 'Docker'),
      next: [saying(), { do: 'look', at: 'processes' }, '; then ', { do: 'preview', for: {} }],
    },
  ],
  [
    'a checkout that cannot be written',
    { unwritable: ['checkout /opt/chronos-financial is on a read-only file system', 'state x'] },
    {},
    {
      code: 'checkout.unwritable',
      what: saying('/opt/chronos-financial', 'read-only'),
      accepts: saying(),
      next: [look('mount'), '; ', look('owner')],
    },
  ],
  [
    'a state directory that cannot be written',
    { user: 'jane', unwritable: ['state /var/lib cannot be written by jane'] },
    {},
    {
      code: 'state.unwritable',
      what: saying('/var/lib', 'jane'),
      accepts: saying('jane'),
      next: { do: 'set', key: 'deployment.stateDirectory', value: '/path/that/can/be/written' },
    },
  ],
  [
    'no Compose',
    { compose: {} },
    {},
    {
      code: 'docker.no-compose',
      what: saying(),
      accepts: saying('docker compose', 'docker-compose', 'v2', '1.29'),
    },
  ],
  [
    'no container',
    { containers: [], projects: [] },
    {},
    {
      code: 'deployment.no-containers',
      what: saying('/opt/chronos-financial'),
      next: expect.arrayContaining([{ do: 'set', key: 'deployment.project', value: '…' }]) as never,
    },
  ],
  [
    'no container of the named project, where those of another come from the directory',
    { containers: [], projects: ['chronos'] },
    { project: 'shop' },
    { got: 'config "deployment.project" shop' },
  ],
  [
    'several projects',
    { projects: ['chronos', 'staging'] },
    {},
    {
      code: 'deployment.several-projects',
      what: saying('/opt/chronos-financial'),
      got: 'chronos, staging',
      next: { do: 'set', key: 'deployment.project', value: 'chronos' },
    },
  ],
  [
    'a Compose file whose name would be a second command',
    labelled({ files: ['/opt/chronos-financial/a;b.yml'] }),
    {},
    { next: { do: 'set', key: 'deployment.composeFile', value: 'a;b.yml' } },
  ],
  [
    'a project that contradicts the containers',
    {},
    { project: 'shop' },
    { code: 'config.other-project', what: saying(), got: 'shop', accepts: 'chronos' },
  ],
  [
    'a Compose file that contradicts the containers',
    {},
    { composeFile: 'docker-compose.yml' },
    {
      code: 'config.other-compose-file',
      what: saying(),
      got: 'docker-compose.yml',
      accepts: 'docker-compose.production.yml',
      next: { do: 'set', key: 'deployment.composeFile', value: 'docker-compose.production.yml' },
    },
  ],
  [
    'a Compose file outside the checkout',
    labelled({ files: ['/opt/chronos-financial/docker-compose.production.yml', '/etc/override.yml'] }),
    {},
    {
      code: 'compose.outside',
      what: saying('/etc/override.yml'),
      accepts: saying('/opt/chronos-financial'),
    },
  ],
  [
    'Compose run in another directory',
    labelled({ directory: '/srv/elsewhere' }),
    {},
    {
      code: 'deployment.other-directory',
      what: saying('/srv/elsewhere'),
      got: '/srv/elsewhere',
      accepts: '/opt/chronos-financial, config "deployment.directory"',
      next: [saying(), up({ directory: '/opt/chronos-financial' })],
    },
  ],
  [
    'Compose run in another directory, also when the project is named',
    { ...labelled({ directory: '/opt/chronos-financial/deploy' }), projects: [] },
    { project: 'chronos' },
    { got: '/opt/chronos-financial/deploy' },
  ],
  [
    'a service that was made in another directory',
    {
      containers: [
        container('backend', image(3)),
        container('postgres', image('d'), { directory: '/srv/old' }),
      ],
    },
    {},
    {
      code: 'deployment.mixed-origin',
      what: saying('postgres', 'backend'),
      got: 'postgres: docker-compose.production.yml in /srv/old',
      accepts: 'backend: docker-compose.production.yml in /opt/chronos-financial',
      next: [saying(), up({ service: 'postgres' })],
    },
  ],
  [
    'a service that was made by other Compose files',
    {
      containers: [
        container('backend', image(3)),
        container('frontend', image('f'), { files: ['/opt/chronos-financial/docker-compose.yml'] }),
      ],
    },
    {},
    { got: 'frontend: docker-compose.yml in /opt/chronos-financial' },
  ],
  ...['my file.yml', 'a*.yml', 'a?.yml', 'a[1].yml'].map((file): [string, Partial<Facts>, object, object] => [
    `the Compose file ${file}, which the host scripts would split or expand`,
    labelled({ files: ['docker-compose.production.yml', file] }),
    {},
    {
      code: 'compose.odd-name',
      what: saying(`${file}`),
      got: file,
      accepts: 'names without white space, "*", "?", "[" and "]"',
    },
  ]),
])('refused: %s', (_, given, deployment, refusal) => {
  expect(where(given, deployment)).toEqual(expect.objectContaining(refusal));
});
