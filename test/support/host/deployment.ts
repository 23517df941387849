import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { execFileSync, spawnSync } from 'node:child_process';
import { docker } from '../demo/demo';
import { Site, type Values } from './host';
import { keepInMind } from '../run/keep';

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'chronos-rollback');
const { version } = JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8')) as {
  version: string;
};
export const {
  images,
  compose: {
    v2: { path: plugin },
  },
} = JSON.parse(readFileSync(join(cache, version, 'setup.json'), 'utf8')) as {
  images: { node: string; postgres: string };
  compose: { v2: { path: string } };
};

/** Answers 200; on /flaky every third call is a 500; RELEASE=sick is never healthy, `dead` ends at once. */
const SERVER = (release: string) => `
const release = ${JSON.stringify(release)};
if (release === 'dead') { console.error('cannot start: no such account'); process.exit(3); }
let calls = 0;
require('node:http').createServer((request, response) => {
  const bad = request.url === '/flaky' && ++calls % 3 === 0;
  response.writeHead(bad ? 500 : request.url === '/health' && release === 'sick' ? 503 : 200).end(release);
}).listen(8080, () => console.log('release ' + release + ' listens'));
`;
/** By bash alone, which starts in a fraction of the time that node needs. */
const CHECK = `exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ code _ <&3 && [ "$code" = 200 ]\n`;

export const COMPOSE = (project: string) =>
  `services:
  db:
    image: ${images.postgres}
    command: ['-c', 'fsync=off', '-c', 'full_page_writes=off']
    stop_signal: SIGINT
    environment: { POSTGRES_INITDB_ARGS: --no-sync, POSTGRES_USER: app, POSTGRES_PASSWORD: app, POSTGRES_DB: app }
  web:
    image: ${project}-web:latest
    build: { context: ., network: host }
    init: true
    ports: ['127.0.0.1::8080']
    env_file: [conf/web.env]
    healthcheck: { test: ['CMD', 'bash', 'check.sh'], interval: 2s, timeout: 10s, retries: 2, start_period: 200ms }
    stop_grace_period: 1s
  other:
    image: ${images.node}
    init: true
    command: ['sleep', '3600']
    stop_grace_period: 1s
`.replace(/^/, "version: '3.9'\n");

/** A small deployment of its own under Compose: a database, a web service and one that nobody asks. */
export class Deployment extends Site {
  constructor(readonly compose: 'v1' | 'v2' = 'v2') {
    super(`host-${randomBytes(4).toString('hex')}`);
    keepInMind(this.project, this.parent);
    this.write({ 'conf/web.env': 'MODE=test\n' });
  }

  commit(release: string, more: Values = {}): string {
    return this.release(release, {
      'docker-compose.production.yml': COMPOSE(this.project),
      Dockerfile: `FROM ${images.node}\nARG COMMIT\nLABEL org.opencontainers.image.revision=$COMMIT\nCOPY server.js check.sh ./\nCMD ["node", "server.js"]\n`,
      'server.js': SERVER(release),
      'check.sh': CHECK,
      '.gitattributes': 'check.sh export-ignore\n',
      ...more,
    });
  }

  override identity(more: Values = {}): Values {
    return super.identity({ COMPOSE: this.compose, ...more });
  }

  up(...args: string[]): void {
    const [command = '', ...rest] = this.compose === 'v1' ? ['docker-compose'] : ['docker', 'compose'];
    const files = ['-p', this.project, '-f', 'docker-compose.production.yml'];
    execFileSync(command, [...rest, ...files, 'up', '-d', ...args], { cwd: this.directory, stdio: 'pipe' });
  }

  /** The image of what is checked out, under `latest` and the name given: its id. Built once for all runs, and kept. */
  build(name: string): string {
    const content = ['Dockerfile', 'server.js', 'check.sh'].map((file) => this.read(file)).join('\0');
    const kept = `chronos-rollback/test-web:${createHash('sha256').update(content).digest('hex').slice(0, 16)}`;
    const options = { cwd: this.directory, stdio: 'pipe' } as const;
    if (spawnSync('docker', ['image', 'inspect', kept]).status !== 0)
      execFileSync('docker', ['build', '-q', '--network=host', '-t', kept, '.'], options);
    for (const tag of ['latest', name]) docker('tag', kept, `${this.project}-web:${tag}`);
    return this.image(kept);
  }

  image(name: string): string {
    return docker('image', 'inspect', '-f', '{{.Id}}', name).join();
  }

  container(service: string): string {
    const labels = [`com.docker.compose.project=${this.project}`, `com.docker.compose.service=${service}`];
    return docker(
      'ps',
      '-aq',
      '--no-trunc',
      ...labels.flatMap((label) => ['--filter', `label=${label}`]),
    ).join();
  }

  /** What a service's container has mounted, as the pins name it. */
  volumes(service: string): string {
    const format = '{{range .Mounts}}{{.Name}}:{{.Destination}} {{end}}';
    return docker('inspect', '-f', format, this.container(service)).join().trim();
  }

  /** Whether a command in a service's container ends well. */
  answers(service: string, ...command: string[]): boolean {
    return spawnSync('docker', ['exec', this.container(service), ...command]).status === 0;
  }

  override remove(): void {
    const mine = `label=com.docker.compose.project=${this.project}`;
    const ids = docker('ps', '-aq', '--filter', mine);
    if (ids.length > 0) docker('rm', '-fv', ...ids);
    for (const network of docker('network', 'ls', '-q', '--filter', mine)) docker('network', 'rm', network);
    for (const volume of docker('volume', 'ls', '-q', '--filter', mine)) docker('volume', 'rm', volume);
    const names = docker('images', '--digests', '--format', '{{.Repository}} {{.Tag}} {{.Digest}}')
      .map((line) => line.split(' '))
      .filter(([repository]) => repository?.includes(this.project))
      .map(([repository, tag, digest]) => `${repository}${tag === '<none>' ? `@${digest}` : `:${tag}`}`);
    for (const name of names) docker('rmi', '-f', name);
    const made = ['images', '-q', '--filter', 'dangling=true', '--filter'];
    for (const commit of this.git('rev-list', '--all', '--reflog').split('\n')) {
      const ids = docker(...made, `label=org.opencontainers.image.revision=${commit}`);
      if (ids.length > 0) docker('rmi', '-f', ...ids);
    }
    super.remove();
  }
}
