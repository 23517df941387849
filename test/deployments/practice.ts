import { depth } from '../support/depth';
import { images } from '../support/host/deployment';
import type { Site } from './site';

export type Release = 'v1' | 'v2';
type Files = Readonly<Record<string, string>>;
type Configuration = Readonly<Record<string, unknown>>;

/** One way in which people deploy: two releases of which the second is bad. */
export interface Practice {
  readonly title: string;
  /** What a release has in the repository. */
  readonly files: (release: Release, site: Site) => Files;
  /** What lies beside it, unknown to git, when that release is deployed. */
  readonly untracked?: (release: Release) => Files;
  /** Where Compose is run, in the repository. */
  readonly subdirectory?: string;
  /** The ordinary command; `docker compose up -d` where it is not said. */
  readonly up?: string;
  /** The ordinary command afterwards, where it is another one than a release is deployed by. */
  readonly ordinary?: string;
  /** How a release is deployed, where that is another command. */
  readonly deploy?: string;
  /** Configuration besides what `--dir` prints. */
  readonly deployment?: Configuration | ((site: Site) => Configuration);
  /** What is done in the empty repository. */
  readonly begin?: (site: Site) => void;
  /** A file beside the repository that says what git has run: no preview adds to it. */
  readonly runs?: string;
  /** What is done by hand after both releases were deployed. */
  readonly byHand?: (site: Site) => void;
  /** Its image is gone, so that another one is built of the same. */
  readonly isMadeAgain?: true;
  /** Something is wrong with what runs before the rollback. */
  readonly isUnwell?: true;
  /** Its undo is not looked at: what it returns to is not what ran. */
  readonly notUndone?: true;
  /** A service that only the bad release has, of which a rollback leaves the containers. */
  readonly stays?: string;
  /** Whether it is tried in each run of the tests; the others are at full depth. */
  readonly isUsual?: true;
  /** Code of the risk that is asked about before anything is touched. */
  readonly asks?: string;
  /** What begins the sentences of what nobody can prove of its target: that is then another one than was deployed. */
  readonly unproven?: readonly string[];
  /** What the pins of the good release are not to have: the image that a name means now. */
  readonly notPinned?: (site: Site) => string;
  /** Code of the refusal where a rollback is refused; `consent.needed` where the question is not answered. */
  readonly refused?: string;
}

const web = (more: string, image = '${IMAGE}'): string => `services:
  web:
    image: ${image}
    ports: ['127.0.0.1::8080']
    stop_grace_period: 1s
${more}`;
const own = (site: Site, release: Release | string, more: string): string => web(more, site.image(release));
/** A port of the host that is the site's own. */
const ownPort = (site: Site): number => 18000 + (parseInt(site.project.slice(-4), 16) % 2000);
const two = (site: Site, release: string): string =>
  `${own(site, release, '')}  api:\n    image: ${site.image(release)}\n    stop_grace_period: 1s\n`;
const worker = (site: Site, release: string, more = ''): string =>
  `  worker:\n    image: ${site.image(release)}\n    command: [node, /server.js, worker]\n    stop_grace_period: 1s\n${more}`;
const page = (release: Release): string => (release === 'v2' ? 'bad page' : 'good page');

/** What people do whose release Compose sees no difference in. */
const ANEW = 'docker compose up -d --force-recreate';

/** Releases that differ in what is mounted, read or set, not in the image. */
const FILES: readonly Practice[] = [
  {
    title: 'mount-dir: one image for both, the code is a mounted directory',
    deploy: ANEW,
    files: (release, site) => ({
      'compose.yml': own(site, 'v1', "    volumes: ['./src:/app']\n"),
      'src/page.txt': page(release),
    }),
  },
  {
    title: 'mount-file: a single mounted file differs',
    isUsual: true,
    deploy: ANEW,
    files: (release, site) => ({
      'compose.yml': own(site, 'v1', "    volumes: ['./proxy.conf:/etc/app/proxy.conf:ro']\n"),
      'proxy.conf': page(release),
    }),
  },
  {
    title: "tracked-env: the image's tag is in a tracked .env",
    isUsual: true,
    files: (release, site) => ({
      'compose.yml': web('', `${site.project}/web:\${APP_TAG}`),
      '.env': `APP_TAG=${release}\n`,
    }),
  },
  {
    title: 'env-file: a tracked env_file differs',
    files: (release, site) => ({
      'compose.yml': own(site, 'v1', '    env_file: config/app.env\n'),
      'config/app.env': `SETTING=${page(release)}\n`,
    }),
  },
  {
    title: 'optional-env: an env_file that need not be there, with a variable in its path, differs',
    files: (release, site) => ({
      'compose.yml': own(site, 'v1', "    env_file: [{ path: 'config/${STAGE}.env', required: false }]\n"),
      'config/prod.env': `SETTING=${page(release)}\n`,
      '.env': 'STAGE=prod\n',
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
    title: 'config-file: a config with a file differs',
    deploy: ANEW,
    files: (release, site) => ({
      'compose.yml': `${own(site, 'v1', '    configs: [{ source: page, target: /etc/app/page }]\n')}configs: { page: { file: ./page.conf } }\n`,
      'page.conf': page(release),
    }),
  },
  {
    title: 'config-content: a config with its content in the Compose file differs',
    deploy: ANEW,
    files: (release, site) => ({
      'compose.yml': `${own(site, 'v1', '    configs: [{ source: page, target: /etc/app/page }]\n')}configs: { page: { content: ${page(release)} } }\n`,
    }),
  },
  {
    title: 'secret-environment: a secret whose variable is in a tracked .env differs',
    deploy: ANEW,
    files: (release, site) => ({
      'compose.yml': `${own(site, 'v1', '    secrets: [key]\n')}secrets: { key: { environment: APP_KEY } }\n`,
      '.env': `APP_KEY=${page(release)}\n`,
    }),
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
  {
    title: 'secret-file: a secret with a file differs',
    deploy: ANEW,
    files: (release, site) => ({
      'compose.yml': `${own(site, 'v1', '    secrets: [key]\n')}secrets: { key: { file: ./key.txt } }\n`,
      'key.txt': page(release),
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
    title: 'subdirectory: the Compose file lies below, and mounts what is beside it',
    deploy: ANEW,
    subdirectory: 'docker',
    files: (release, site) => ({
      'docker/compose.yml': own(site, 'v1', "    volumes: ['../src:/app']\n"),
      'src/page.txt': page(release),
    }),
  },
  {
    title: 'filtered: mounted files that git writes otherwise than they are in the repository',
    begin: (site) => {
      const filter = (edit: string) => `echo ran >>../filters; sed '${edit}'`;
      site.git('config', 'filter.stamp.smudge', filter('s/^/stamped /'));
      site.git('config', 'filter.stamp.clean', filter('s/^stamped //'));
    },
    runs: 'filters',
    // As git itself writes them.
    deploy: `rm proxy.conf motd.txt && git checkout -q -- . && ${ANEW}`,
    files: (release, site) => ({
      '.gitattributes': 'proxy.conf text eol=crlf\nmotd.txt filter=stamp\n',
      'compose.yml': own(
        site,
        'v1',
        "    volumes: ['./proxy.conf:/etc/app/proxy.conf:ro', './motd.txt:/etc/app/motd:ro']\n",
      ),
      'proxy.conf': `${page(release)}\nline\n`,
      'motd.txt': `${page(release)}\n`,
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
];

/** Releases of images, and what else there is of services. */
const SERVICES: readonly Practice[] = [
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
    title: "netns: the app lives in another service's network",
    files: (release, site) => ({
      'compose.yml': `services:\n  vpn:\n    image: ${site.image('v1')}\n    command: [node, -e, 'setInterval(() => 0, 1000)']\n    init: true\n    stop_grace_period: 1s\n    ports: ['127.0.0.1::8080']\n  app:\n    image: ${site.image(release)}\n    network_mode: service:vpn\n    stop_grace_period: 1s\n`,
    }),
    deployment: { appServices: ['app'], health: { app: 'http://app:8080/health' } },
  },
  {
    title: 'netns-alone: what belongs to the release is the service whose network another one uses',
    files: (release, site) => ({
      'compose.yml': `services:\n  vpn:\n    image: ${site.image(release)}\n    stop_grace_period: 1s\n    ports: ['127.0.0.1::8080']\n  app:\n    image: ${site.image('v1')}\n    command: [node, -e, 'setInterval(() => 0, 1000)']\n    init: true\n    network_mode: service:vpn\n    stop_grace_period: 1s\n`,
    }),
    deployment: { appServices: ['vpn'] },
  },
  {
    title: 'netns-database: the database lives in the network of a service that the release brings',
    files: (release, site) => ({
      'compose.yml': `services:\n  vpn:\n    image: ${site.image(release)}\n    stop_grace_period: 1s\n    ports: ['127.0.0.1::8080']\n  db:\n    image: ${images.postgres}\n    network_mode: service:vpn\n    stop_signal: SIGINT\n    environment: { POSTGRES_USER: app, POSTGRES_PASSWORD: app, POSTGRES_DB: app }\n`,
    }),
    deployment: { appServices: ['vpn'] },
    refused: 'database.network-moves',
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
    title: 'profile: the app is behind a profile',
    up: 'docker compose --profile prod up -d',
    files: (release, site) => ({
      'compose.yml': `${own(site, release, '    profiles: [prod]\n')}  other:\n    image: ${site.image('v1')}\n    stop_grace_period: 1s\n`,
    }),
  },
  {
    title: "host-network: the app listens in the host's network, and is probed there by its name",
    files: (release, site) => ({
      'compose.yml': `services:\n  web:\n    image: ${site.image(release)}\n    network_mode: host\n    environment: { LISTENS_AT: '${ownPort(site)}' }\n    stop_grace_period: 1s\n`,
    }),
    deployment: (site) => ({
      health: { web: `http://web:${ownPort(site)}/named` },
      links: { web: `http://web:${ownPort(site)}/health` },
      critical: { named: { check: `http://web:${ownPort(site)}/named` } },
    }),
  },
];

/** An app that ends where nothing gives it its key. */
const KEYED = `    environment: { APP_KEY: '\${APP_KEY}' }
    command: [sh, -c, 'test -n "$$APP_KEY" && exec node /server.js']
`;

/** Values that only the shell had that deployed. */
const VALUES: readonly Practice[] = [
  {
    title: 'exported: the tag is exported by the deploying shell',
    isUsual: true,
    up: 'APP_TAG=$(git describe --tags) docker compose up -d',
    files: (_, site) => ({ 'compose.yml': web('', `${site.project}/web:\${APP_TAG}`) }),
    refused: 'compose.unset-variable',
  },
  {
    title: 'exported with variables: the same, and the configuration says how a release is called',
    up: 'APP_TAG=$(git describe --tags) docker compose up -d',
    files: (_, site) => ({ 'compose.yml': web('', `${site.project}/web:\${APP_TAG}`) }),
    deployment: { variables: { APP_TAG: '{tag}' } },
  },
  {
    title: 'exported and typed: the same, and the value of the target is typed',
    up: 'APP_TAG=$(git describe --tags) docker compose up -d',
    files: (_, site) => ({ 'compose.yml': web('', `${site.project}/web:\${APP_TAG}`) }),
    deployment: { variables: { APP_TAG: 'v1' } },
  },
  {
    title: 'env-elsewhere: an env file outside the repository, without which the app ends',
    up: 'docker compose --env-file ../deploy.env up -d',
    files: (release, site) => ({ 'compose.yml': own(site, release, KEYED) }),
    untracked: () => ({ '../deploy.env': 'APP_KEY=opensesame\n' }),
  },
  {
    title: 'env-file-untracked: an env file in the checkout that git does not know',
    up: 'docker compose --env-file deploy/prod.vars up -d',
    files: (release, site) => ({
      'compose.yml': own(site, release, KEYED),
      '.gitignore': 'deploy/prod.vars\n',
    }),
    untracked: () => ({ 'deploy/prod.vars': 'APP_KEY=opensesame\n' }),
  },
  {
    title: "env-file-tracked: the image's tag is in an env file of the repository",
    up: 'docker compose --env-file deploy/prod.env up -d',
    files: (release, site) => ({
      'compose.yml': web('', `${site.project}/web:\${APP_TAG}`),
      'deploy/prod.env': `APP_TAG=${release}\n`,
    }),
  },
  {
    title: 'untagged: the release that runs has no tag, and is called by what git describes',
    up: 'APP_TAG=$(git describe --tags) docker compose up -d',
    files: (_, site) => ({ 'compose.yml': web('', `${site.project}/web:\${APP_TAG}`) }),
    deployment: { variables: { APP_TAG: '{tag}' } },
    byHand: (site) => {
      site.git('commit', '-q', '--allow-empty', '-m', 'untagged');
      site.build(site.git('describe', '--tags'));
      site.up();
    },
  },
  {
    title: 'env-file-gone: the env file that it was brought up with is there no more',
    up: 'docker compose --env-file ../deploy.env up -d',
    files: (release, site) => ({ 'compose.yml': own(site, release, KEYED) }),
    untracked: () => ({ '../deploy.env': 'APP_KEY=opensesame\n' }),
    byHand: (site) => site.type('rm ../deploy.env'),
    refused: 'compose.missing-env-file',
  },
  {
    title: 'service-env-gone: a service names an env file that is there no more',
    files: (release, site) => ({
      'compose.yml': own(site, release, '    env_file: app.vars\n'),
      '.gitignore': 'app.vars\n',
    }),
    untracked: () => ({ 'app.vars': 'SETTING=here\n' }),
    byHand: (site) => site.type('rm app.vars'),
    refused: 'compose.missing-env-file',
  },
  {
    title: 'service-env-optional: a service names an env file that need not be there',
    files: (release, site) => ({
      'compose.yml': own(site, release, '    env_file: [{ path: app.vars, required: false }]\n'),
    }),
  },
  {
    title: 'dotenv: an untracked .env was changed without a commit',
    files: (_, site) => ({
      'compose.yml': web('', `${site.project}/web:\${APP_TAG}`),
      '.gitignore': '.env\n',
    }),
    untracked: (release) => ({ '.env': `APP_TAG=${release}\n` }),
    refused: 'plan.changes-nothing',
  },
];

/** Gives the image that the app runs to a name of this program, as older versions did: as the one of the good release. */
function poisonPin(site: Site): void {
  const [running] = site.type('docker compose images -q web').trim().split('\n');
  const pin = `chronos-rollback/${site.project}-web:${site.git('rev-parse', 'v1').slice(0, 12)}`;
  site.type(`docker tag ${running} ${pin}`);
}

/** Removes the images of a site that have no name any more. */
function removeFormer(site: Site): void {
  const left = ['-f', 'dangling=true', '-f', `label=site=${site.project}`];
  site.type(`docker image rm $(docker image ls -q ${left.join(' ')})`);
}

const BUILT: Pick<Practice, 'up' | 'ordinary' | 'files'> = {
  up: 'docker compose up -d --build',
  ordinary: 'docker compose up -d',
  files: (release, site) => ({
    'compose.yml': web('    build: { context: ., network: host }\n', `${site.project}-web`),
    Dockerfile: `FROM ${site.image('v1')}\nARG COMMIT\nCOPY page.txt /app/page.txt\n`,
    'page.txt': page(release),
  }),
};

/** The image of both releases has one name, which each deployment gives to its own. */
const MOVES =
  'docker tag "$COMPOSE_PROJECT_NAME/web:$(git describe --tags)" "$COMPOSE_PROJECT_NAME/web:latest"; docker compose up -d';

/** Releases that read what git does not know, or that a value was given which nobody kept. */
const UNKNOWN: readonly Practice[] = [
  {
    title: 'dotenv-and-more: an untracked .env has another tag, and a tracked label differs',
    isUsual: true,
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
    title: 'dist: what is mounted is made by a build step, and git does not know it',
    isUsual: true,
    deploy: `mkdir -p dist && cp src/page.txt dist/page.txt && ${ANEW}`,
    files: (release, site) => ({
      'compose.yml': own(site, 'v1', "    volumes: ['./dist:/app']\n"),
      '.gitignore': 'dist/\n',
      'src/page.txt': page(release),
    }),
    refused: 'plan.changes-nothing',
  },
  {
    title: 'link: a mounted link that git does not know leads to a tracked directory',
    deploy: `test -L current || ln -s shared current; ${ANEW}`,
    begin: (site) => site.type('ln -s shared current'),
    files: (release, site) => ({
      'compose.yml': own(site, 'v1', "    volumes: ['./current:/app']\n"),
      '.gitignore': 'current\n',
      'shared/page.txt': page(release),
    }),
  },
  {
    title: 'volume-device: a named volume is a directory of the checkout',
    deploy: ANEW,
    files: (release, site) => ({
      'compose.yml': `${own(site, 'v1', "    volumes: ['src:/app']\n")}volumes:\n  src: { driver: local, driver_opts: { type: none, o: bind, device: '${site.repository}/src' } }\n`,
      'src/page.txt': page(release),
    }),
  },
  {
    title: 'anonymous-volume: what the image has is in an anonymous volume, which each deployment renews',
    up: 'docker compose up -d --build -V',
    ordinary: 'docker compose up -d',
    files: (release, site) => ({
      'compose.yml': web(
        "    build: { context: ., network: host }\n    volumes: ['/app']\n",
        `${site.project}-web`,
      ),
      Dockerfile: `FROM ${site.image('v1')}\nCOPY page.txt /app/page.txt\n`,
      'page.txt': page(release),
    }),
    unproven: ['files of web: '],
  },
  {
    title: 'latest: an image of one name for both releases, and nothing else of a service differs',
    deploy: MOVES,
    files: (release, site) => ({
      'compose.yml': own(site, 'latest', ''),
      'src/page.txt': page(release),
    }),
    refused: 'plan.changes-nothing',
  },
  {
    title: 'latest-and-more: an image of one name for both releases, and a label differs',
    deploy: MOVES,
    files: (release, site) => ({
      'compose.yml': own(site, 'latest', `    labels: { release: ${release} }\n`),
    }),
    unproven: ['image of web: '],
    notPinned: (site) => site.image('latest'),
  },
  {
    title: 'build-argument: an untracked .env has an argument of the build, and the former image is gone',
    up: 'docker compose up -d --build',
    ordinary: 'docker compose up -d',
    files: (release, site) => ({
      'compose.yml': web(
        "    build: { context: ., network: host, args: { PAGE: '${PAGE}' } }\n",
        `${site.project}-web`,
      ),
      Dockerfile: `FROM ${site.image('v1')}\nLABEL site=${site.project}\nARG PAGE\nENV SETTING=$PAGE\n`,
      '.gitignore': '.env\n',
      'note.txt': release,
    }),
    untracked: (release) => ({ '.env': `PAGE=${page(release)}\n` }),
    byHand: removeFormer,
    unproven: ['image of web: '],
    notPinned: (site) => `${site.project}-web`,
  },
];

/** What else a deployment may be like. */
const OTHERS: readonly Practice[] = [
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
    title: 'built: images are built from the checkout, under the name that Compose gives',
    ...BUILT,
  },
  {
    title: 'poisoned-pin: an older version has pinned the bad image as the good one, and nothing else tells',
    ...BUILT,
    byHand: poisonPin,
    asks: 'risk.image-unproven',
    refused: 'consent.needed',
  },
  {
    title: "poisoned-pin-named: the same, and the image's name tells the release",
    files: (release, site) => ({ 'compose.yml': own(site, release, '') }),
    byHand: poisonPin,
  },
  {
    title: 'submodule: an image is built again with what a submodule has',
    begin: (site) => {
      site.type('git init -q ../lib && cd ../lib && echo part >part.txt && git add -A');
      site.type('cd ../lib && git -c user.name=t -c user.email=t@example.com commit -q -m part');
      site.type('git -c protocol.file.allow=always submodule --quiet add "$PWD/../lib" vendor/lib');
    },
    up: 'docker compose up -d --build',
    ordinary: 'docker compose up -d',
    files: (release, site) => ({
      'compose.yml': web('    build: { context: ., network: host }\n', `${site.project}-web`),
      Dockerfile: `FROM ${site.image('v1')}\nLABEL site=${site.project}\nARG COMMIT\nCOPY vendor/lib page.txt /app/\n`,
      'page.txt': page(release),
      '.dockerignore': '**/.git\n',
    }),
    byHand: removeFormer,
    isMadeAgain: true,
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
  {
    title: 'other-file: the app has a file that only the deploying user has',
    up: 'HOME="$PWD" docker compose up -d',
    files: (release, site) => ({
      'compose.yml': own(site, release, "    volumes: ['${HOME}/uploads:/etc/app']\n"),
      'uploads/page.txt': 'kept',
    }),
    refused: 'mount.other-directory',
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
    title: 'moved-name: a name that tells a version was given to another image since',
    files: (release, site) => ({ 'compose.yml': own(site, release, '') }),
    byHand: (site) => {
      site.record('v1');
      site.type(`docker tag ${site.image('v2')} ${site.image('v1')}`);
    },
    refused: 'image.name-moved',
  },
];

/** Every practice. */
export const PRACTICES: readonly Practice[] = [...FILES, ...SERVICES, ...VALUES, ...UNKNOWN, ...OTHERS];

/** The practice of that name. Throws an error where there is none. */
export function practiceCalled(name: string): Practice {
  const practice = PRACTICES.find(({ title }) => title.startsWith(`${name}:`));
  if (!practice) throw new Error(`no practice ${name}`);
  return practice;
}

/** Those of a run of the tests. */
export const TRIED: readonly Practice[] = depth(
  PRACTICES.filter(({ isUsual }) => isUsual),
  PRACTICES,
);
