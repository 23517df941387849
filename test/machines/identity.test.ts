import type { Facts } from '../../machines/facts';
import { identify } from '../../machines/identity';
import { container, facts, image, settings, without } from '../fixtures';

const whole = facts();
const where = (given: Partial<Facts> = {}, deployment = {}) =>
  identify(settings({ deployment: JSON.stringify(deployment) }), { ...whole, ...given });
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
    'one of several projects, when it is named',
    { projects: ['chronos', 'staging'] },
    { project: 'staging' },
    { project: 'staging' },
  ],
  [
    'made by Compose v1, where that is there',
    { ...labelled({ composeVersion: '1.29.2' }), compose: { v1: '1.29.2', v2: '2.40.3' } },
    {},
    { compose: 'v1' },
  ],
  ['made by Compose v1, which is gone', labelled({ composeVersion: '1.29.2' }), {}, { compose: 'v2' }],
  ['made by Compose v2, where only v1 is left', { compose: { v1: '1.29.2' } }, {}, { compose: 'v1' }],
])('a deployment is told %s', (_, given, deployment, expected) => {
  expect(where(given, deployment)).toMatchObject(expected);
});

test('no such directory is refused before anything else', () => {
  expect(identify(settings(), { ...without(whole, 'directory'), missing: ['git'] })).toEqual({
    what: 'config "deployment.directory" is no directory on the host',
    got: '/opt/chronos-financial',
    accepts: 'the directory of the git checkout that runs the deployment',
    next: 'pulumi config set --path deployment.directory /path/of/the/checkout',
  });
});

test.each<[string, Partial<Facts>, object, object]>([
  [
    'missing tools',
    { missing: ['curl', 'flock'] },
    {},
    { what: 'the host lacks curl, flock', next: 'install: curl flock' },
  ],
  [
    'no git checkout',
    { git: { error: 'fatal: not a git repository', modified: [], reflog: [], releases: new Map() } },
    {},
    {
      what: '/opt/chronos-financial is no git checkout with a commit',
      got: 'fatal: not a git repository',
      next: 'git -C /opt/chronos-financial status',
    },
  ],
  [
    'Docker out of reach',
    { docker: { endpoint: 'unix:///run/x.sock', error: 'a\nCannot connect' } },
    {},
    {
      what: 'Docker cannot be reached',
      got: 'unix:///run/x.sock: Cannot connect',
      next: 'docker --host unix:///run/x.sock version',
    },
  ],
  [
    'no Compose',
    { compose: {} },
    {},
    { what: 'the host has no Docker Compose', accepts: 'docker compose (v2), or docker-compose 1.29' },
  ],
  [
    'no container',
    { containers: [], projects: [] },
    {},
    {
      what: 'no container of a deployment in /opt/chronos-financial exists',
      next: expect.stringContaining('docker ps -a'),
    },
  ],
  [
    'no container of the named project',
    { containers: [], projects: [] },
    { project: 'shop' },
    { got: 'config "deployment.project" shop' },
  ],
  [
    'several projects',
    { projects: ['chronos', 'staging'] },
    {},
    {
      what: 'several projects run from /opt/chronos-financial',
      got: 'chronos, staging',
      next: 'pulumi config set --path deployment.project chronos',
    },
  ],
  [
    'a project that contradicts the containers',
    {},
    { project: 'shop' },
    { what: 'config "deployment.project" contradicts the containers', got: 'shop', accepts: 'chronos' },
  ],
  [
    'a Compose file that contradicts the containers',
    {},
    { composeFile: 'docker-compose.yml' },
    {
      what: 'config "deployment.composeFile" contradicts the containers',
      got: 'docker-compose.yml',
      accepts: 'docker-compose.production.yml',
    },
  ],
  [
    'a Compose file outside the checkout',
    labelled({ files: ['/opt/chronos-financial/docker-compose.production.yml', '/etc/override.yml'] }),
    {},
    {
      what: 'the Compose file /etc/override.yml lies outside the checkout',
      accepts: 'files below /opt/chronos-financial',
    },
  ],
])('refused: %s', (_, given, deployment, refusal) => {
  expect(where(given, deployment)).toEqual(expect.objectContaining(refusal));
});
