import { commit, container, DATA, image, LIVE_OID } from '../fixtures';
import { spoilt } from './spoilt';

/** One of the fixtures' containers as Docker prints it, in Docker's words for labels and mounts. */
function printed(name: string, imageId: string, mounts: readonly object[] = []): string {
  const { service, project, files, directory, composeVersion, needs, awaited, configHash, ...inspected } =
    container(name, imageId);
  const labels = {
    'com.docker.compose.service': service,
    'com.docker.compose.project': project,
    'com.docker.compose.project.config_files': files.join(','),
    'com.docker.compose.project.working_dir': directory,
    'com.docker.compose.version': composeVersion,
    'com.docker.compose.config-hash': configHash,
    'com.docker.compose.depends_on': [
      ...needs.map((name) => `${name}:service_started:false`),
      ...awaited.map((name) => `${name}:service_completed_successfully:false`),
    ].join(','),
  };
  return JSON.stringify({ ...inspected, labels, mounts });
}
const times = (count: number, of: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => of(n)).join('\n');
const deployed = (n: number): string =>
  JSON.stringify({
    at: `2026-11-${18 + n}T02:38:00Z`,
    commit: commit(n),
    images: { backend: image(n), frontend: image('f') },
    outcome: 'healthy',
  });

/** What detect.sh prints of the fixtures' deployment, where one call in three to the backend fails. */
export const WHOLE: Readonly<Record<string, string>> = {
  host: 'host',
  user: 'root',
  clock: '2026-11-22T03:00:00.000Z',
  missing: '',
  directory: '/opt/chronos-financial',
  'deploy.script': 'yes',
  'git.head': commit(3),
  'git.branch': 'main',
  'git.modified': 'notes.txt\0',
  'git.reflog': times(3, (n) => commit(3 - n)),
  'git.releases': times(4, (n) => `${commit(n + 1)}\ttag: v${n + 1}\tRelease ${n + 1}`),
  'git.lock': '',
  'git.shallow': 'false',
  'git.bare': 'false',
  'docker.endpoint': 'unix:///var/run/docker.sock',
  'docker.version': '28.0.0',
  'compose.v1': '',
  'compose.v2': '2.40.3',
  projects: 'chronos',
  containers: [
    printed('backend', image(3)),
    printed('frontend', image('f')),
    printed('postgres', image('d'), [
      { Type: DATA.type, Name: DATA.name, Source: DATA.source, Destination: DATA.destination },
    ]),
  ].join('\n'),
  sizes: `${image(3)} 200000000`,
  networks: 'chronos_default',
  pins: '',
  links: 'backend\t0\nfrontend\t0',
  probes: times(
    60,
    (n) => `${['frontend', 'backend', 'transfers'][n % 3]}\t${n % 9 === 1 ? 500 : 200}\t0.004`,
  ),
  database: JSON.stringify({ version: 'PostgreSQL 15.18', oid: LIVE_OID, left: [], wrongPages: 0 }),
  'database.damage': '',
  disk: ['checkout', 'state', 'docker'].map((place) => `${place} /dev/sda 99 9 50000000 13% /`).join('\n'),
  'deployments.jsonl': times(3, (n) => deployed(n + 1)),
  holds: '',
  rollbacks: '',
};

const OTHERS = [
  'bash',
  'silent',
  'unwritable',
  'unreadable',
  'git.error',
  'commit',
  'commit.ambiguous',
  'commit.remote',
  'docker.error',
  'docker.group',
  'database.error',
  'lease',
];
const lease = (until: string): string =>
  JSON.stringify({
    v: 1,
    rollback: 'r-00c0ffee',
    holder: 'another',
    user: 'somebody',
    since: '2026-11-22T02:59:00.000Z',
    state: 'restart',
    until,
  });
/** Facts as they are printed, with some that are not as they should be. */
export const rawFacts = spoilt(WHOLE, OTHERS, [
  commit(9),
  lease('2026-11-22T03:09:00.000Z'),
  lease('2026-11-22T02:59:30.000Z'),
  'id=r-0000000a\nmode=all\n\n',
]);
