import { identify } from '../../../../machines/detect/identify/deploymentIdentity';
import type { Facts } from '../../../../machines/model/facts';
import { attempt, commit, facts, plan, saying, settings } from '../../../fixtures';

const FILE = 'docker-compose.production.yml';
const asked = (given: Partial<Facts>, deployment: object = {}) =>
  identify(settings({ deployment: JSON.stringify(deployment) }), facts({ containers: [], ...given }));
const recovered = (more: object) =>
  attempt({ ...plan(), ...more }, { outcome: 'recovered', closed: '2026-11-22T03:01:00Z' });
const recorded = (at: string, files: string[]) => ({
  at,
  commit: commit(3),
  images: {},
  number: 3,
  compose: {
    directory: '/opt/chronos-financial',
    files,
    envFiles: ['/opt/chronos-financial/deploy.env', '/etc/x.env'],
  },
});

test('the newest of journal and deploy record tells which deployment it is', () => {
  const attempts = [recovered({ profiles: ['prod'], envFiles: ['own.env'] })];
  expect(asked({ attempts, deployments: [recorded('2026-11-21T00:00:00Z', [FILE])] })).toEqual({
    project: 'chronos',
    files: [FILE],
    compose: 'v2',
    envFiles: ['own.env'],
    profiles: ['prod'],
    onRecord: saying('rollback'),
  });
  const newer = recorded('2026-11-23T00:00:00Z', [`/opt/chronos-financial/${FILE}`, 'more.yml']);
  expect(asked({ attempts, deployments: [newer] })).toEqual({
    project: 'chronos',
    files: [FILE, 'more.yml'],
    compose: 'v2',
    envFiles: ['deploy.env', '/etc/x.env'],
    onRecord: saying('the deploy record, release #3'),
  });
});

test('a rollback that is over tells the files of the release that it has left', () => {
  const moved = { files: ['old.yml'], targetFiles: [FILE] };
  expect(asked({ attempts: [recovered(moved)] })).toMatchObject({ files: [FILE] });
  const undone = { ...recovered({ files: [FILE], targetFiles: ['new.yml'] }), outcome: 'undone' as const };
  expect(asked({ attempts: [undone] })).toMatchObject({ files: [FILE] });
});

test('without a record the configuration does, where it names the project', () => {
  const none = { projects: [], deployments: [] };
  expect(asked(none, { project: 'shop' })).toMatchObject({
    project: 'shop',
    files: [FILE],
    onRecord: 'the configuration',
  });
  expect(asked(none)).toMatchObject({ code: 'deployment.no-containers' });
  const found = { ...none, filesFound: [FILE, 'compose.override.yml'] };
  expect(asked(found, { project: 'shop' })).toMatchObject({ files: [FILE, 'compose.override.yml'] });
});

test('a configuration that contradicts is refused', () => {
  expect(asked({ projects: ['other'] }, { project: 'shop' })).toMatchObject({
    code: 'deployment.no-containers',
  });
  expect(asked({ attempts: [recovered({ files: ['other.yml'] })] })).toMatchObject({
    code: 'config.other-compose-file',
  });
});
