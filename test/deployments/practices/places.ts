import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Practice } from '../practice';
import { ANEW, own, page, web } from './parts';

/** Releases whose Compose files lie elsewhere, have other names, or are several. */
export const PLACES: readonly Practice[] = [
  {
    title: 'subdirectory: the Compose file lies below, and mounts what is beside it',
    deploy: ANEW,
    subdirectory: 'docker',
    files: (release, site) => ({
      'docker/compose.yml': own(site, 'v1', "    volumes: ['../src:/app']\n"),
      'src/page.txt': page(release),
    }),
  },
  {
    title: 'renamed: the Compose file has another name, and a service stays that was made by the former one',
    files: (release, site) => ({
      [release === 'v1' ? 'docker-compose.yml' : 'compose.yaml']:
        `${own(site, release, '')}  other:\n    image: ${site.image('v1')}\n    stop_grace_period: 1s\n`,
    }),
    deployment: { appServices: ['web'] },
  },
  {
    title: 'renamed-file: a file that is named by the command has another name',
    up: 'docker compose --project-directory . -f deploy/prod*.yml up -d',
    files: (release, site) => ({
      [release === 'v1' ? 'deploy/prod.yml' : 'deploy/production.yml']: own(site, release, ''),
    }),
  },
  {
    title: 'override-left: the good release has an override file, which the bad one lacks',
    files: (release, site) => ({
      'compose.yml': `${own(site, 'v1', '')}  other:\n    image: ${site.image('v1')}\n    stop_grace_period: 1s\n`,
      ...(release === 'v1'
        ? { 'docker-compose.override.yaml': 'services:\n  web:\n    environment: { SETTING: here }\n' }
        : {}),
    }),
    deployment: { appServices: ['web'] },
  },
  {
    title: 'compose-file: COMPOSE_FILE in a tracked .env names a file more at the good release',
    files: (release, site) => ({
      'compose.yml': own(site, release, ''),
      'compose.prod.yml': 'services:\n  web:\n    environment: { SETTING: prod }\n',
      '.env': `COMPOSE_FILE=compose.yml${release === 'v1' ? ':compose.prod.yml' : ''}\n`,
    }),
  },
  {
    title: 'moved: the Compose file lies in another directory, where Compose is run then',
    subdirectory: 'docker',
    deploy: 'if test ! -e compose.yml; then cd ..; fi; docker compose up -d',
    files: (release, site) => ({
      [release === 'v1' ? 'compose.yml' : 'docker/compose.yml']: own(site, release, ''),
      'docker/notes.txt': 'always here',
    }),
    refused: 'compose.moved-file',
  },
  {
    title:
      'two-files: two files by absolute and relative path, anchors, names of its own, an external network',
    up: 'docker network inspect "$COMPOSE_PROJECT_NAME-out" >/dev/null 2>&1 || docker network create --label "com.docker.compose.project=$COMPOSE_PROJECT_NAME" "$COMPOSE_PROJECT_NAME-out" >/dev/null; docker compose -f "$PWD/one.yml" -f two.yml up -d',
    files: (release, site) => ({
      'one.yml': `x-all: &all\n  stop_grace_period: 1s\n  environment: { SETTING: anchored }\nservices:\n  web:\n    <<: *all\n    image: ${site.image(release)}\n    container_name: ${site.project}-own-name\n    ports: ['127.0.0.1::8080']\n`,
      'two.yml': `services:\n  web:\n    networks: [out]\nnetworks:\n  out: { external: true, name: ${site.project}-out }\n`,
    }),
  },
  {
    title: 'linked: the checkout is deployed by a link that leads to it',
    begin: ({ parent }) => symlinkSync('shop', join(parent, 'link')),
    subdirectory: '../link',
    up: 'cd ../link && docker compose up -d',
    files: (release, site) => ({
      'compose.yml': own(site, release, "    volumes: ['./src:/app']\n"),
      'src/page.txt': page(release),
    }),
  },
  {
    title: 'spaced: the directory has a space in its name, and an env file lies beside the Compose file',
    subdirectory: 'my app',
    up: 'docker compose --env-file prod.env up -d',
    files: (release, site) => ({
      'my app/compose.yml': web('', `${site.project}/web:\${APP_TAG}`),
      'my app/prod.env': `APP_TAG=${release}\n`,
    }),
  },
];
