import { images } from '../../support/host/deployment';
import { docker } from '../outside';
import type { Practice, Release } from '../practice';
import type { Site } from '../site';
import { own, page, two, worker } from './parts';

/** The database's image by a name that tells a version of its own for each release; its major version it declares itself. */
const patched = (site: Site, release: Release): string =>
  `${site.project}/database:1.${release === 'v1' ? 3 : 4}`;

/** What there is of services, and how many containers of each. */
export const SERVICES: readonly Practice[] = [
  {
    title: 'tag-undo: an image with a tag of its own for each release',
    files: (release, site) => ({ 'compose.yml': own(site, release, '') }),
  },
  {
    title: 'worker: another service on the same image, without a build of its own',
    files: (release, site) => ({
      'compose.yml': `${own(site, release, '')}  worker:\n    image: ${site.image(release)}\n    command: [node, /server.js, worker]\n    stop_grace_period: 1s\n`,
    }),
    deployment: { appServices: ['web'] },
  },
  {
    title: 'worker-good-only: a worker on the same image that only the good release has',
    deploy: 'docker compose up -d --remove-orphans',
    files: (release, site) => ({
      'compose.yml': `${own(site, release, '')}${release === 'v1' ? worker(site, 'v1') : ''}`,
    }),
  },
  {
    title: 'worker-bad-only: a worker on the same image that only the bad release has, and that stays',
    files: (release, site) => ({
      'compose.yml': `${own(site, release, '')}${release === 'v2' ? worker(site, 'v2') : ''}`,
    }),
    deployment: { appServices: ['web'] },
    stays: 'worker',
  },
  {
    title: 'profiles-env: COMPOSE_PROFILES in a tracked .env turns a worker on at the good release only',
    deploy:
      'docker compose up -d; if ! grep -q jobs .env; then docker compose --profile jobs rm -sf worker; fi',
    files: (release, site) => ({
      'compose.yml': `${own(site, release, '')}${worker(site, release, '    profiles: [jobs]\n')}`,
      '.env': release === 'v1' ? 'COMPOSE_PROFILES=jobs\n' : 'OTHER=1\n',
    }),
  },
  {
    title: 'profile: the app is behind a profile',
    up: 'docker compose --profile prod up -d',
    files: (release, site) => ({
      'compose.yml': `${own(site, release, '    profiles: [prod]\n')}  other:\n    image: ${site.image('v1')}\n    stop_grace_period: 1s\n`,
    }),
  },
  {
    title: 'replicas-zero: the good release has no container of a worker, by its number of replicas',
    files: (release, site) => ({
      'compose.yml': `${own(site, release, '')}${worker(site, release, `    deploy: { replicas: ${release === 'v1' ? 0 : 1} }\n`)}`,
    }),
  },
  {
    title: 'scaled: three containers of one service',
    up: 'docker compose up -d --scale web=3',
    files: (release, site) => ({ 'compose.yml': own(site, release, '') }),
  },
  {
    title: 'one-shot: a migration that ends, for which the app waits',
    files: (release, site) => ({
      'compose.yml': `${own(site, release, '    depends_on: { migrate: { condition: service_completed_successfully } }\n')}  migrate:\n    image: ${site.image(release)}\n    command: [node, -e, '0']\n`,
    }),
  },
  {
    title: 'volumes-from: the app has the volumes of another service',
    files: (release, site) => ({
      'compose.yml': `${own(site, release, '    volumes_from: [files]\n')}  files:\n    image: ${site.image('v1')}\n    volumes: ['files:/etc/app']\n    stop_grace_period: 1s\nvolumes: { files: {} }\n`,
    }),
    deployment: { appServices: ['web'] },
  },
  {
    title: 'volumes-from-anew: the service whose volumes the app has is made anew, too',
    files: (release, site) => ({
      'compose.yml': `${own(site, release, '    volumes_from: [files]\n')}  files:\n    image: ${site.image(release)}\n    volumes: ['files:/etc/app']\n    stop_grace_period: 1s\nvolumes: { files: {} }\n`,
    }),
    deployment: { appServices: ['web', 'files'], health: {}, links: {} },
  },
  {
    title: 'database-file: files that the database has mounted differ, too, and it stays as it is',
    files: (release, site) => ({
      'compose.yml': `${own(site, release, '')}  db:\n    image: ${images.postgres}\n    stop_signal: SIGINT\n    environment: { POSTGRES_USER: app, POSTGRES_PASSWORD: app, POSTGRES_DB: app }\n    volumes: ['./pg.conf:/etc/extra/pg.conf:ro', './init:/docker-entrypoint-initdb.d:ro']\n`,
      'pg.conf': page(release),
      'init/one.sql': `-- ${release}\n`,
    }),
  },
  {
    title:
      'database-bump: the bad release has a newer patch version of the database, with a flag and another health check',
    up: 'docker compose up -d --wait',
    ordinary: 'docker compose up -d --no-deps web',
    begin: (site) => {
      for (const release of ['v1', 'v2'] as const) docker('tag', images.postgres, patched(site, release));
    },
    files: (release, site) => ({
      'compose.yml': `${own(site, release, '')}  db:\n    image: ${patched(site, release)}\n${release === 'v2' ? "    command: ['-c', 'work_mem=8MB']\n" : ''}    stop_signal: SIGINT\n    environment: { POSTGRES_USER: app, POSTGRES_PASSWORD: app, POSTGRES_DB: app }\n    volumes: ['data:/var/lib/postgresql/data']\n    healthcheck: { test: ['CMD', 'pg_isready', '-h', '127.0.0.1', '-U', 'app'], interval: 1s, retries: ${release === 'v1' ? 60 : 90} }\nvolumes: { data: {} }\n`,
    }),
    stays: 'db',
  },
  {
    title: 'half-stopped: one of two containers was stopped by hand',
    up: 'docker compose up -d --scale web=2',
    files: (release, site) => ({ 'compose.yml': own(site, release, '') }),
    byHand: (site) => site.type('docker stop -t 1 "$COMPOSE_PROJECT_NAME-web-2"'),
    isUnwell: true,
    notUndone: true,
  },
  {
    title: 'pulled: the checkout is ahead of what runs',
    files: (release, site) => ({ 'compose.yml': own(site, release, '') }),
    byHand: (site) => {
      site.write({ 'compose.yml': own(site, 'v1', '    environment: { SETTING: v3 }\n') });
      site.git('commit', '-q', '-a', '-m', 'v3');
    },
    asks: 'risk.checkout-ahead',
  },
  {
    title: 'pulled-tag: the checkout is ahead of what runs by the tag of the image alone, which is not here',
    files: (release, site) => ({ 'compose.yml': own(site, release, '') }),
    byHand: (site) => {
      site.write({ 'compose.yml': own(site, 'v3', '') });
      site.git('commit', '-q', '-a', '-m', 'v3');
    },
    asks: 'risk.checkout-ahead',
  },
  {
    title:
      'half-deployed: a deployment of a third release died half-way: one service runs it, the other the second',
    files: (release, site) => ({ 'compose.yml': two(site, release) }),
    byHand: (site) => {
      site.build('v3');
      site.write({ 'compose.yml': two(site, 'v3') });
      site.git('commit', '-q', '-a', '-m', 'v3');
      site.type('docker compose up -d --no-deps web');
    },
    asks: 'risk.checkout-ahead',
  },
];
