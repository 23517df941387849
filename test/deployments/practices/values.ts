import { docker } from '../outside';
import type { Practice } from '../practice';
import { own, page, web } from './parts';

/** An app that ends where nothing gives it its key. */
const KEYED = `    environment: { APP_KEY: '\${APP_KEY}' }
    command: [sh, -c, 'test -n "$$APP_KEY" && exec node /server.js']
`;

/** Values out of env files, and those that only the shell had that deployed. */
export const VALUES: readonly Practice[] = [
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
    title: 'exported-content: a value in the content of a config was in the deploying shell alone',
    up: 'PAGE=good docker compose up -d',
    files: (release, site) => ({
      'compose.yml': `${own(site, release, '    configs: [{ source: page, target: /etc/app/page }]\n')}configs: { page: { content: 'page \${PAGE}' } }\n`,
    }),
    refused: 'compose.unset-variable',
  },
  {
    title: 'exported-before: a value was in the deploying shell alone, and only the good release reads it',
    up: 'MODE=good docker compose up -d',
    files: (release, site) => ({
      'compose.yml': own(
        site,
        release,
        `    environment: { SETTING: '${release === 'v1' ? 'x-${MODE}' : 'bad'}' }\n`,
      ),
    }),
    refused: 'compose.unset-variable',
  },
  {
    title: 'exported-before-file: the same, and a tracked env_file reads it',
    up: 'MODE=good docker compose up -d',
    files: (release, site) => ({
      'compose.yml': own(site, release, '    env_file: config/app.env\n'),
      'config/app.env': `SETTING=${release === 'v1' ? 'x-${MODE}' : 'bad'}\n`,
    }),
    refused: 'compose.unset-variable',
  },
  {
    title: 'exported-before-default: the same, and it has a default',
    up: 'MODE=good docker compose up -d',
    ordinary: 'docker compose up -d',
    files: (release, site) => ({
      'compose.yml': own(
        site,
        release,
        `    environment: { SETTING: '${release === 'v1' ? '${MODE:-blank}' : 'bad'}' }\n`,
      ),
    }),
    unproven: ['definition of web: '],
  },
  {
    title: 'exported-before-default-file: the same, and a tracked env_file reads it',
    up: 'MODE=good docker compose up -d',
    ordinary: 'docker compose up -d',
    files: (release, site) => ({
      'compose.yml': own(site, release, '    env_file: config/app.env\n'),
      'config/app.env': `SETTING=${release === 'v1' ? '${MODE:-blank}' : 'bad'}\n`,
    }),
    unproven: ['definition of web: '],
  },
  {
    title:
      'exported-before-name: a value was in the deploying shell alone, and only the good release passes it on',
    up: 'SETTING=good docker compose up -d',
    ordinary: 'docker compose up -d',
    files: (release, site) => ({
      'compose.yml': own(site, release, release === 'v1' ? '    environment: [SETTING]\n' : ''),
    }),
    unproven: ['definition of web: '],
  },
  {
    title: 'exported-before-dotenv: the same as exported-before, by a value of a tracked .env',
    up: 'MODE=good docker compose up -d',
    files: (release, site) => ({
      'compose.yml': own(site, release, "    environment: { SETTING: '${SETTING}' }\n"),
      '.env': `SETTING=${release === 'v1' ? 'x-${MODE}' : 'bad'}\n`,
    }),
    refused: 'compose.unset-variable',
  },
  {
    title: 'default-of-both: both releases read a variable with a default that nobody supplies',
    files: (release, site) => ({
      'compose.yml': own(
        site,
        release,
        "    environment: { SETTING: '${MODE:-blank}' }\n    env_file: app.env\n",
      ),
      'app.env': 'OTHER=${MODE:-x}\n',
    }),
  },
  {
    title: 'dollar: a value of an untracked .env has a $ that nobody meant as a variable',
    files: (release, site) => ({
      'compose.yml': own(site, release, "    environment: { APP_PASSWORD: '${APP_PASSWORD}' }\n"),
      '.gitignore': '.env\n',
    }),
    untracked: () => ({ '.env': 'APP_PASSWORD=pa55$TailOfSecret77\n' }),
  },
  {
    title: 'dollar-before: the same, and only the good release reads it',
    files: (release, site) => ({
      'compose.yml': own(
        site,
        release,
        release === 'v1' ? "    environment: { APP_PASSWORD: '${APP_PASSWORD}' }\n" : '',
      ),
      '.gitignore': '.env\n',
    }),
    untracked: () => ({ '.env': 'APP_PASSWORD=pa55$TailOfSecret77\n' }),
    refused: 'compose.unset-variable',
  },
  {
    title: 'exported-volume: a part of the name of a volume was in the deploying shell alone',
    up: 'DATA_SUFFIX=-live docker compose up -d',
    files: (release, site) => ({
      'compose.yml': `${own(site, release, "    volumes: ['data:/data']\n")}volumes: { data: { name: '${site.project}-data\${DATA_SUFFIX}' } }\n`,
    }),
    refused: 'compose.unset-variable',
  },
  {
    title: 'exported-proxy: a proxy that a service is passed was in the deploying shell alone',
    up: 'HTTPS_PROXY=http://proxy.invalid docker compose up -d',
    files: (release, site) => ({ 'compose.yml': own(site, release, '    environment: [HTTPS_PROXY]\n') }),
    refused: 'compose.unset-variable',
  },
  {
    title:
      'exported-argument: an argument of a build was in the deploying shell alone, and the image is gone',
    up: 'PAGE=good docker compose up -d --build',
    files: (release, site) => ({
      'compose.yml': `services:\n  web:\n    image: ${site.project}/built:${release}\n    build: { context: ., args: { PAGE: '\${PAGE}' } }\n    ports: ['127.0.0.1::8080']\n    stop_grace_period: 1s\n`,
      Dockerfile: `FROM ${site.image(release)}\nARG PAGE\nENV SETTING=$PAGE\n`,
    }),
    byHand: (site) => docker('image', 'rm', '-f', `${site.project}/built:v1`),
    refused: 'compose.unset-variable',
  },
  {
    title: 'secret-exported: the content of a secret was in the deploying shell alone',
    up: 'APP_KEY=opensesame docker compose up -d',
    files: (release, site) => ({
      'compose.yml': `${own(site, release, '    secrets: [key]\n')}secrets: { key: { environment: APP_KEY } }\n`,
    }),
    refused: 'compose.unset-variable',
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
