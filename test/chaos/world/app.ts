import { images } from '../../support/host/deployment';

/** The files of a release of the deployment that is broken and mended. */
export interface Release {
  /** It ends as soon as it is started. */
  readonly isDead?: boolean;
}

/**
 * Answers 200, with the release. On /health it gives the codes that the mounted file `health` lists, one a call, the
 * last of them for good: Docker's own check, which asks from inside, and whoever asks from outside each go through the
 * list for themselves. While there is a file `hold` it lets whoever asks for / wait.
 */
const server = (name: string, { isDead }: Release): string => `
${isDead ? "console.error('cannot start: no such account');\nprocess.exit(3);" : ''}
const { existsSync, readFileSync } = require('node:fs');
const listed = () => { if (!process.env.SCRIPTED) return []; try { return readFileSync('/script/health', 'utf8').split(/\\s+/).filter(Boolean).map(Number); } catch { return []; } };
const turns = { inside: 0, outside: 0 };
require('node:http').createServer((request, response) => {
  const { url, socket } = request;
  const from = /127\\.0\\.0\\.1$/.test(socket.remoteAddress) ? 'inside' : 'outside';
  if (url === '/' && existsSync('/script/hold')) return;
  const answers = listed();
  const code = url !== '/health' ? 200 : answers.length > 0 ? answers[Math.min(turns[from]++, answers.length - 1)] : 200;
  response.writeHead(code).end(${JSON.stringify(name)});
}).listen(8080);
`;

const CHECK =
  'exec 3<>/dev/tcp/127.0.0.1/8080 && printf "GET /health HTTP/1.0\\r\\n\\r\\n" >&3 && read -r _ code _ <&3 && [ "$$code" = 200 ]';

export interface Places {
  readonly project: string;
  /** Directories of the host that the containers see. */
  readonly backups: string;
  readonly script: string;
  /** A directory for the database's files, where no volume is to have them. */
  readonly data?: string;
  /** The addresses of its network, where they are not Docker's to choose. */
  readonly subnet?: string;
  /** The file that each call of a command with an effect leaves a line in. */
  readonly effects: string;
}

const service = (name: string, { project, script }: Places, more: readonly string[]): string => `
  ${name}:
    image: ${project}-${name}:latest
    build: { context: ., network: host }
    init: true
    restart: always
    environment: { SERVICE: ${name}${more.length > 0 ? `, ${more.join(', ')}` : ''} }
    ports: ['127.0.0.1::8080']
    volumes: ['${script}:/script:ro']
    healthcheck: { test: ['CMD', 'bash', '-c', '${CHECK}'], interval: 2s, timeout: 3s, retries: 2, start_period: 300ms }
    stop_grace_period: 1s`;

const compose = (places: Places): string => `services:
  db:
    image: ${images.postgres}
    command: ['-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'max_wal_size=64MB', '-c', 'min_wal_size=32MB', '-c', 'log_min_duration_statement=0', '-c', 'log_line_prefix=%x %d ']
    restart: always
    environment: { POSTGRES_USER: app, POSTGRES_PASSWORD: app, POSTGRES_DB: app, POSTGRES_INITDB_ARGS: --no-sync }
    volumes: ['${places.data ?? 'data'}:/var/lib/postgresql/data', '${places.backups}:/backups']
    stop_signal: SIGINT${service('api', places, ['SCRIPTED: "1"'])}${service('web', places, [])}
  other:
    image: ${images.node}
    init: true
    restart: always
    command: ['sleep', 'infinity']
    stop_grace_period: 1s
${places.data === undefined ? 'volumes:\n  data:\n' : ''}${places.subnet === undefined ? '' : `networks:\n  default:\n    ipam: { config: [{ subnet: ${places.subnet} }] }\n`}`;

/**
 * The deployment's own deploy script, as far as it goes back: to the release that it finds in \`deployment/before\`, or
 * one too far while there is a file \`astray\`.
 */
const DEPLOY = ({ effects, script }: Places): string => `#!/bin/bash
set -e
cd "$(dirname "$0")/.."
echo deploy $CHRONOS_ROLLBACK_ID >>'${effects}'
to=$(git rev-parse "$(cat deployment/before)")
if [ -e '${script}/astray' ]; then to=$to^; fi
git checkout -q --detach "$to"
echo deployed $CHRONOS_ROLLBACK_ID >>'${effects}'
`;

/** A release's files, by their names. */
export function filesOf(name: string, before: string, release: Release, places: Places) {
  return {
    'docker-compose.production.yml': compose(places),
    Dockerfile: `FROM ${images.node}\nARG COMMIT\nLABEL org.opencontainers.image.revision=$COMMIT\nCOPY server.js ./\nCMD ["node", "server.js"]\n`,
    'server.js': server(name, release),
    'notes.txt': `Release ${name}\n`,
    // Each release has one more.
    [`only-since-${name}.txt`]: '',
    'deployment/before': `${before}\n`,
    'deployment/deploy.sh': DEPLOY(places),
    'deployment/health-check.sh': `#!/bin/bash\necho health-script $CHRONOS_ROLLBACK_ID >>'${places.effects}'\n`,
  };
}
