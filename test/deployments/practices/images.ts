import type { Practice } from '../practice';
import type { Site } from '../site';
import { own, page, web } from './parts';

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

/** An image to start from, which had its name before anything was deployed. */
function buildBase(site: Site): void {
  site.build('base');
  site.type('sleep 1.1');
}

/** Built by each deployment, of what lies elsewhere; the image of the good release is gone. */
const GONE: Pick<Practice, 'ordinary' | 'byHand' | 'unproven' | 'notPinned'> = {
  ordinary: 'docker compose up -d',
  byHand: removeFormer,
  unproven: ['image of web: '],
  notPinned: (site) => `${site.project}-web`,
};

const BUILT: Pick<Practice, 'begin' | 'up' | 'ordinary' | 'files'> = {
  begin: buildBase,
  up: 'docker compose up -d --build',
  ordinary: 'docker compose up -d',
  files: (release, site) => ({
    'compose.yml': web('    build: { context: ., network: host }\n', `${site.project}-web`),
    Dockerfile: `FROM ${site.image('base')}\nARG COMMIT\nCOPY page.txt /app/page.txt\n`,
    'page.txt': page(release),
  }),
};

/** The image of both releases has one name, which each deployment gives to its own. */
const MOVES =
  'docker tag "$COMPOSE_PROJECT_NAME/web:$(git describe --tags)" "$COMPOSE_PROJECT_NAME/web:latest"; docker compose up -d';

/** Images that are built, that are gone, or whose names mean another one now. */
export const IMAGES: readonly Practice[] = [
  {
    title: 'built: images are built from the checkout, under the name that Compose gives',
    ...BUILT,
  },
  {
    title: 'sidekiq: a worker asks for the image of the app by the name that Compose gives to it',
    begin: buildBase,
    up: 'docker compose up -d --build',
    ordinary: 'docker compose up -d',
    files: (release, site) => ({
      'compose.yml': `${web('    build: { context: ., network: host }\n', `${site.project}-web`)}  sidekiq:\n    image: ${site.project}-web:latest\n    pull_policy: never\n    command: [node, /server.js, worker]\n    stop_grace_period: 1s\n`,
      Dockerfile: `FROM ${site.image('base')}\nCOPY page.txt /app/page.txt\n`,
      'page.txt': page(release),
    }),
    deployment: { appServices: ['web'] },
  },
  {
    title: 'copied: an image whose sources git does not have, as a build step makes them, is gone',
    up: 'mkdir -p dist && cp page.txt dist/page.txt && docker compose up -d --build',
    ordinary: 'docker compose up -d',
    files: (release, site) => ({
      'compose.yml': web('    build: { context: ., network: host }\n', `${site.project}-web`),
      Dockerfile: `FROM ${site.image('v1')}\nLABEL site=${site.project}\nCOPY dist/ /app/\n`,
      'page.txt': page(release),
      '.gitignore': 'dist/\n',
    }),
    byHand: removeFormer,
    refused: 'image.no-source',
  },
  {
    title: 'build-argument: an untracked .env has an argument of the build, and the former image is gone',
    begin: buildBase,
    up: 'docker compose up -d --build',
    ordinary: 'docker compose up -d',
    files: (release, site) => ({
      'compose.yml': web(
        "    build: { context: ., network: host, args: { PAGE: '${PAGE}' } }\n",
        `${site.project}-web`,
      ),
      Dockerfile: `FROM ${site.image('base')}\nLABEL site=${site.project}\nARG PAGE\nENV SETTING=$PAGE\n`,
      '.gitignore': '.env\n',
      'note.txt': release,
    }),
    untracked: (release) => ({ '.env': `PAGE=${page(release)}\n` }),
    byHand: removeFormer,
    unproven: ['image of web: ', 'image of web: '],
    notPinned: (site) => `${site.project}-web`,
  },
  {
    title: 'submodule: an image is built again with what a submodule has',
    begin: (site) => {
      buildBase(site);
      site.type('git init -q ../lib && cd ../lib && echo part >part.txt && git add -A');
      site.type('cd ../lib && git -c user.name=t -c user.email=t@example.com commit -q -m part');
      site.type('git -c protocol.file.allow=always submodule --quiet add "$PWD/../lib" vendor/lib');
    },
    up: 'docker compose up -d --build',
    ordinary: 'docker compose up -d',
    files: (release, site) => ({
      'compose.yml': web('    build: { context: ., network: host }\n', `${site.project}-web`),
      Dockerfile: `FROM ${site.image('base')}\nLABEL site=${site.project}\nARG COMMIT\nCOPY vendor/lib page.txt /app/\n`,
      'page.txt': page(release),
      '.dockerignore': '**/.git\n',
    }),
    byHand: removeFormer,
    isMadeAgain: true,
  },
  {
    title:
      'base-moved: the image that it starts from is built by each deployment, and the former one is gone',
    ...GONE,
    up: 'docker build -q -t "$COMPOSE_PROJECT_NAME/base" -f base.Dockerfile . && docker compose up -d --build',
    files: (release, site) => ({
      'compose.yml': web('    build: { context: ., network: host }\n', `${site.project}-web`),
      Dockerfile: `FROM ${site.project}/base\nLABEL site=${site.project}\n`,
      'base.Dockerfile': `FROM ${site.image('v1')}\nCOPY page.txt /app/page.txt\n`,
      'page.txt': page(release),
    }),
  },
  {
    title: 'context-outside: it is built of a directory outside the repository, and the former image is gone',
    ...GONE,
    begin: buildBase,
    up: 'mkdir -p ../app && cp Dockerfile page.txt ../app && docker compose up -d --build',
    files: (release, site) => ({
      'compose.yml': web(
        `    build: { context: '${site.parent}/app', network: host }\n`,
        `${site.project}-web`,
      ),
      Dockerfile: `FROM ${site.image('base')}\nLABEL site=${site.project}\nCOPY page.txt /app/page.txt\n`,
      'page.txt': page(release),
    }),
  },
  {
    title: 'context-beside: the same, named by a path relative to the repository',
    ordinary: 'docker compose up -d',
    byHand: removeFormer,
    up: 'mkdir -p ../app && cp Dockerfile page.txt ../app && docker compose up -d --build',
    files: (release, site) => ({
      'compose.yml': web('    build: { context: ../app, network: host }\n', `${site.project}-web`),
      Dockerfile: `FROM ${site.image('v1')}\nLABEL site=${site.project}\nCOPY page.txt /app/page.txt\n`,
      'page.txt': page(release),
    }),
    refused: 'image.no-source',
  },
  {
    title:
      'ignored-copied: it copies all of the checkout, of which git ignores a file, and the former image is gone',
    ...GONE,
    begin: buildBase,
    up: 'docker compose up -d --build',
    files: (release, site) => ({
      'compose.yml': web('    build: { context: ., network: host }\n', `${site.project}-web`),
      Dockerfile: `FROM ${site.image('base')}\nLABEL site=${site.project}\nCOPY . /app/\n`,
      '.gitignore': 'settings.txt\ncache/\n',
      '.dockerignore': '.git\ncache\n',
      'app/page.txt': page(release),
    }),
    untracked: (release) => ({ 'app/settings.txt': page(release), 'cache/x.txt': 'x' }),
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
    title: 'anonymous-volume: what the image has is in an anonymous volume, which each deployment renews',
    begin: buildBase,
    up: 'docker compose up -d --build -V',
    ordinary: 'docker compose up -d',
    files: (release, site) => ({
      'compose.yml': web(
        "    build: { context: ., network: host }\n    volumes: ['/app']\n",
        `${site.project}-web`,
      ),
      Dockerfile: `FROM ${site.image('base')}\nCOPY page.txt /app/page.txt\n`,
      'page.txt': page(release),
    }),
    unproven: ['files of web: '],
  },
  {
    title:
      'moving-digit: an image of one name for both releases, whose tag has a digit and moves, and a label differs',
    deploy: MOVES.replaceAll('latest', 'eu1'),
    files: (release, site) => ({
      'compose.yml': own(site, 'eu1', `    labels: { release: ${release} }\n`),
    }),
    unproven: ['image of web: '],
    notPinned: (site) => site.image('eu1'),
  },
  {
    title:
      'moving-version: an image of one whole version for both releases, which each deployment gives, and a label differs',
    deploy: MOVES.replaceAll('latest', '1.0.0'),
    files: (release, site) => ({
      'compose.yml': own(site, '1.0.0', `    labels: { release: ${release} }\n`),
    }),
    unproven: ['image of web: '],
    notPinned: (site) => site.image('1.0.0'),
  },
  {
    title: 'declared-volume: the image declares a volume, which each deployment renews',
    begin: buildBase,
    up: 'docker compose up -d --build -V',
    ordinary: 'docker compose up -d',
    files: (release, site) => ({
      'compose.yml': web('    build: { context: ., network: host }\n', `${site.project}-web`),
      Dockerfile: `FROM ${site.image('base')}\nCOPY page.txt /app/page.txt\nVOLUME /app\n`,
      'page.txt': page(release),
    }),
    unproven: ['files of web: '],
  },
  {
    title: 'poisoned-pin: an older version has pinned the bad image as the good one, and nothing else tells',
    ...BUILT,
    byHand: poisonPin,
    refused: 'plan.changes-nothing',
  },
  {
    title: "poisoned-pin-named: the same, and the image's name tells the release",
    files: (release, site) => ({ 'compose.yml': own(site, release, '') }),
    byHand: poisonPin,
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
  {
    title: 'moved-name-unrecorded: the same, and no record tells which image it was',
    files: (release, site) => ({ 'compose.yml': own(site, release, '') }),
    byHand: (site) => site.type(`docker tag ${site.image('v2')} ${site.image('v1')}`),
    unproven: ['image of web: '],
    notPinned: (site) => site.image('v2'),
  },
  {
    title: 'moved-name-elsewhere: a name that tells a version was given to a third image since',
    files: (release, site) => ({ 'compose.yml': own(site, release, '') }),
    byHand: (site) => {
      site.build('v3');
      site.type(`docker tag ${site.image('v3')} ${site.image('v1')}`);
    },
    unproven: ['image of web: '],
    notPinned: (site) => site.image('v3'),
  },
];
