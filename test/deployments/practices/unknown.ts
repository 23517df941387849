import type { Practice } from '../practice';
import { ANEW, own, page, web } from './parts';

/** Releases that read what git does not know, or that a value was given which nobody kept. */
export const UNKNOWN: readonly Practice[] = [
  {
    title: 'dotenv-and-more: an untracked .env has another tag, and a tracked label differs',
    files: (release, site) => ({
      'compose.yml': web(`    labels: { release: ${release} }\n`, `${site.project}/web:\${APP_TAG}`),
      '.gitignore': '.env\n',
    }),
    untracked: (release) => ({ '.env': `APP_TAG=${release}\n` }),
    unproven: ['image of web: '],
  },
  {
    title: 'env-outside: an env file outside the repository has the tag, and a tracked label differs',
    up: 'docker compose --env-file ../deploy.env up -d',
    files: (release, site) => ({
      'compose.yml': web(`    labels: { release: ${release} }\n`, `${site.project}/web:\${APP_TAG}`),
    }),
    untracked: (release) => ({ '../deploy.env': `APP_TAG=${release}\n` }),
    unproven: ['image of web: '],
  },
  {
    title: 'service-env-untracked: an untracked env file of a service differs, and a tracked label',
    files: (release, site) => ({
      'compose.yml': own(site, 'v1', `    env_file: app.vars\n    labels: { release: ${release} }\n`),
      '.gitignore': 'app.vars\n',
    }),
    untracked: (release) => ({ 'app.vars': `SETTING=${page(release)}\n` }),
    unproven: ['environment of web: '],
  },
  {
    title: 'exported-default: a value with a default is exported by the deploying shell',
    up: 'STAGE=good docker compose up -d',
    ordinary: 'docker compose up -d',
    files: (release, site) => ({
      'compose.yml': own(site, release, "    environment: { SETTING: '${STAGE:-none}' }\n"),
    }),
    notUndone: true,
    unproven: ['definition of web: '],
  },
  {
    title: 'exported-tag: the tag has a default, and the deploying shell exported another one',
    begin: (site) => site.build('v0'),
    up: 'APP_TAG=$(git describe --tags) docker compose up -d',
    ordinary: 'docker compose up -d',
    files: (release, site) => ({
      'compose.yml': web(`    labels: { release: ${release} }\n`, `${site.project}/web:\${APP_TAG:-v0}`),
    }),
    notUndone: true,
    unproven: ['definition of web: '],
  },
  {
    title:
      'exported-content-default: the content of a config has a default, and the deploying shell exported another value',
    up: 'PAGE=good docker compose up -d',
    ordinary: 'docker compose up -d',
    files: (release, site) => ({
      'compose.yml': `${own(site, release, '    configs: [{ source: page, target: /etc/app/page }]\n')}configs: { page: { content: 'page \${PAGE:-none}' } }\n`,
    }),
    notUndone: true,
    unproven: ['files of web: '],
  },
  {
    title:
      'outside-file: a mounted directory outside the repository, written by each deployment, and a label',
    deploy: `mkdir -p ../conf; cp page.txt ../conf/page.txt; ${ANEW}`,
    files: (release, site) => ({
      'compose.yml': own(site, 'v1', `    volumes: ['../conf:/app']\n    labels: { release: ${release} }\n`),
      'page.txt': page(release),
    }),
    unproven: ['files of web: '],
  },
  {
    title:
      'extends-outside: a base in a file outside the repository, written by each deployment, and a label',
    deploy: `cp common.yml ../common.yml; ${ANEW}`,
    files: (release, site) => ({
      'compose.yml': own(
        site,
        'v1',
        `    extends: { file: ${site.parent}/common.yml, service: base }\n    labels: { release: ${release} }\n`,
      ),
      'common.yml': `services:\n  base:\n    environment: { SETTING: ${page(release)} }\n`,
    }),
    unproven: ['definition of web: '],
  },
  {
    title: 'clone: a mounted directory has a clone in it that git does not know and each deployment changes',
    deploy: `test -d addons/shop/.git || git init -q addons/shop; mkdir -p addons/shop/models; cp page.txt addons/shop/models/page.txt; ${ANEW}`,
    files: (release, site) => ({
      'compose.yml': own(
        site,
        'v1',
        `    volumes: ['./addons:/app:ro']\n    labels: { release: ${release} }\n`,
      ),
      '.gitignore': 'addons/shop/\n',
      'addons/page.txt': 'always here',
      'page.txt': page(release),
    }),
    unproven: ['files of web: '],
  },
  {
    title: 'dist: what is mounted is made by a build step, and git does not know it',
    deploy: `mkdir -p dist && cp src/page.txt dist/page.txt && ${ANEW}`,
    files: (release, site) => ({
      'compose.yml': own(site, 'v1', "    volumes: ['./dist:/app']\n"),
      '.gitignore': 'dist/\n',
      'src/page.txt': page(release),
    }),
    refused: 'plan.changes-nothing',
  },
  {
    title: 'other-file: the app has a file that only the deploying user has',
    up: 'HOME="$PWD" docker compose up -d',
    files: (release, site) => ({
      'compose.yml': own(site, release, "    volumes: ['${HOME}/uploads:/etc/app']\n"),
      'uploads/page.txt': 'kept',
    }),
    refused: 'mount.other-directory',
  },
];
