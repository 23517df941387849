import type { Practice } from '../practice';
import { byOtherCompose, own, page, web, worker } from './parts';

/** A definition that has many fields. */
const MANY = (setting: string): string => `    environment: { SETTING: ${setting}, PRICE: '5$$' }
    volumes: ['./app:/app:ro', 'kept:/kept']
    labels: { shop: web }
    user: '0'
    working_dir: /tmp
    init: true
    restart: on-failure:3
    cap_add: [NET_ADMIN]
    networks: { back: { aliases: [shop] } }
    secrets: [key]
    configs: [{ source: conf, target: /etc/conf }]
    healthcheck: { test: [CMD, node, -e, '0'], interval: 1s, timeout: 1m30s }
`;

/** Releases whose definitions differ. */
export const DEFINITIONS: readonly Practice[] = [
  {
    title: "tracked-env: the image's tag is in a tracked .env",
    isUsual: true,
    files: (release, site) => ({
      'compose.yml': web('', `${site.project}/web:\${APP_TAG}`),
      '.env': `APP_TAG=${release}\n`,
    }),
  },
  {
    title: 'include: the command differs in an included file',
    files: (release, site) => ({
      'compose.yml': 'include: [parts/web.yml]\n',
      'parts/web.yml': own(site, 'v1', `    command: [node, /server.js, ${page(release)}]\n`),
    }),
  },
  {
    title: 'extends: a base in another file differs',
    files: (release, site) => ({
      'compose.yml': own(site, 'v1', '    extends: { file: base/base.yml, service: base }\n'),
      'base/base.yml': `services:\n  base:\n    environment: { SETTING: ${page(release)} }\n`,
    }),
  },
  {
    title: 'extends-absolute: a base in another file of the repository differs, named by its absolute path',
    files: (release, site) => ({
      'compose.yml': own(
        site,
        'v1',
        `    extends: { file: ${site.repository}/base/base.yml, service: base }\n`,
      ),
      'base/base.yml': `services:\n  base:\n    environment: { SETTING: ${page(release)} }\n`,
    }),
  },
  {
    title: 'override: an untracked override file, deployed by plain up',
    files: (release, site) => ({
      'compose.yml': own(site, 'v1', `    command: [node, /server.js, ${page(release)}]\n`),
      '.gitignore': 'compose.override.yml\n',
    }),
    untracked: () => ({ 'compose.override.yml': 'services:\n  web:\n    environment: { SETTING: here }\n' }),
  },
  {
    title: 'other-compose: another version of Compose brought the bad release up, and its hashes are others',
    files: (release, site) => ({
      'compose.yml': `${own(site, release, MANY(page(release)))}${worker(site, release)}
volumes: { kept: {} }
networks: { back: {} }
secrets: { key: { file: app/page.txt } }
configs: { conf: { file: app/page.txt } }
`,
      'app/page.txt': page(release),
    }),
    byHand: byOtherCompose,
  },
  {
    title: 'other-compose-default: the same, and the deploying shell had a value with a default',
    up: 'STAGE=good docker compose up -d',
    ordinary: 'docker compose up -d',
    files: (release, site) => ({
      'compose.yml': own(site, release, "    environment: { SETTING: '${STAGE:-none}' }\n"),
    }),
    byHand: byOtherCompose,
    notUndone: true,
    unproven: ['definition of web: '],
  },
  {
    title: 'remote: a part of the definition is on another host',
    files: (release, site) => ({
      'compose.yml':
        release === 'v2'
          ? own(site, 'v2', '')
          : `include: ['oci://registry.invalid/shop/part:1']\n${own(site, 'v1', '')}`,
    }),
    deploy:
      'sed /^include/d compose.yml >../plain.yml && if grep -q ^include compose.yml; then docker compose -f ../plain.yml --project-directory . up -d; else docker compose up -d; fi',
    refused: 'compose.remote-file',
  },
  {
    title: "project-name: the project's name is in the Compose file, and another one at the good release",
    up: 'env -u COMPOSE_PROJECT_NAME docker compose up -d',
    deploy:
      'if grep -q "^name: .*x$" compose.yml; then exit; fi; env -u COMPOSE_PROJECT_NAME docker compose up -d',
    files: (release, site) => ({
      'compose.yml': `name: ${site.project}${release === 'v1' ? 'x' : ''}\n${own(site, release, '')}`,
    }),
    refused: 'compose.other-project',
  },
  {
    title: 'network-internal: a network of the app is defined otherwise',
    deploy: 'docker compose down -t 1; docker compose up -d',
    files: (release, site) => ({
      'compose.yml': `${own(site, 'v1', '')}networks: { default: { internal: ${release === 'v2'} } }\n`,
    }),
    refused: 'compose.resource-differs',
  },
  {
    title: 'volume-name: a volume of the app has another name',
    files: (release, site) => ({
      'compose.yml': `${own(site, 'v1', "    volumes: ['data:/data']\n")}volumes: { data: { name: ${site.project}-${release} } }\n`,
    }),
    refused: 'compose.resource-differs',
  },
];
