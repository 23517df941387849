import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findDeployment } from '../../cli/host/discover';
import { checkpointFile } from '../../resources/script/checkpointFile';
import { images } from '../support/host/deployment';
import { ROOT } from '../chaos/engine/cli';
import { type Ended, startProgram } from '../chaos/engine/run';
import { docker, lookAt, type Services } from './outside';
import type { Practice, Release } from './practice';

/** Answers at `/` with all that a release may differ in, read when it starts: 500 where any of it says `bad`; at /health always 200, at /named where it is called by a name. */
const SERVER = `const { existsSync, readFileSync, readdirSync } = require('node:fs');
const text = (dir) => (existsSync(dir) ? readdirSync(dir).sort().filter((name) => name !== 'server.js').map((name) => { try { return readFileSync(dir + '/' + name, 'utf8').trim(); } catch { return ''; } }).join(' ') : '');
const all = [process.env.RELEASE, process.env.SETTING, process.argv.slice(2).join(' '), text('/app'), text('/etc/app'), text('/run/secrets')].join('|');
require('node:http').createServer((request, response) => {
  const named = request.url === '/named' && (request.headers.host.startsWith('127.') ? 400 : 200);
  response.writeHead(named || request.url === '/health' ? named || 200 : all.includes('bad') ? 500 : 200).end(all);
}).listen(Number(process.env.LISTENS_AT ?? 8080));
process.on('SIGTERM', () => process.exit(0));
`;

/** A small deployment of one practice: a repository with the releases v1 and v2, deployed one after the other. */
export class Site {
  readonly project = `t-dep-${randomBytes(3).toString('hex')}`;
  readonly parent = mkdtempSync(join(tmpdir(), 'deployments-'));
  readonly repository = join(this.parent, 'shop');
  readonly state = join(this.parent, 'state');
  private config: Record<string, string> = {};
  private turn = 0;
  private written: readonly string[] = [];

  constructor(readonly practice: Practice) {
    mkdirSync(this.repository);
    this.git('init', '-q', '-b', 'main');
    practice.begin?.(this);
  }

  /** A file beside the repository; empty where there is none. */
  read(name: string): string {
    const file = join(this.parent, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  /** Where Compose is run. */
  get directory(): string {
    return join(this.repository, this.practice.subdirectory ?? '');
  }

  git(...args: string[]): string {
    const as = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'advice.detachedHead=false'];
    return execFileSync('git', [...as, ...args], {
      cwd: this.repository,
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      const file = join(this.repository, path);
      mkdirSync(dirname(file), { recursive: true });
      // Nobody writes again what stays as it is.
      if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
    }
  }

  /** Commits and deploys a release. */
  deploy(release: Release): void {
    // The reflog has whole seconds, and releases do not follow each other within one.
    if (this.written.length > 0) execFileSync('sleep', ['1.1']);
    const files = this.practice.files(release, this);
    for (const file of this.written) if (!(file in files)) rmSync(join(this.repository, file));
    this.written = Object.keys(files);
    this.write(files);
    if (this.practice.untracked) this.write(this.practice.untracked(release));
    this.git('add', '-A');
    this.git('commit', '-q', '--allow-empty', '-m', release);
    this.git('tag', release);
    if (release === 'v1') for (const one of ['v1', 'v2']) this.build(one);
    this.type(this.practice.deploy ?? this.practice.up);
  }

  /** The deployment's ordinary command. */
  up(): void {
    this.type(this.practice.ordinary ?? this.practice.up);
  }

  /** What a deployment writes down of itself: the release and the image that its service runs. */
  record(release: Release): void {
    mkdirSync(this.state, { recursive: true });
    const image = docker('image', 'inspect', '-f', '{{.Id}}', this.image(release));
    const line = {
      at: new Date().toISOString(),
      commit: this.git('rev-parse', release),
      images: { web: image },
    };
    appendFileSync(join(this.state, 'deployments.jsonl'), `${JSON.stringify(line)}\n`);
  }

  /** Makes the one file of `checkpoint`, for a project that comes from the directory: where it is. */
  checkpointFile(PROJECT = this.project, STATE = this.state): string {
    const file = join(this.parent, `checkpoint-${PROJECT}`);
    const values = { DIRECTORY: this.directory, STATE, PROJECT, HEALTH: '' };
    const none = { DATABASE_SERVICE: '', DATABASE_USER: '', DATABASE_NAME: '', BACKUPS: '' };
    writeFileSync(file, checkpointFile({ ...values, ...none }, '1.2.3').text, { mode: 0o700 });
    return file;
  }

  /** Runs `checkpoint` as a deploy script does, by its one file. Throws an error where it fails. */
  checkpoint(...words: readonly string[]): void {
    execFileSync(this.checkpointFile(), words, { env: process.env, encoding: 'utf8', stdio: 'pipe' });
  }

  /** A command that somebody types where Compose is run. */
  type(command = 'docker compose up -d'): string {
    const env = { ...process.env, COMPOSE_PROJECT_NAME: this.project };
    return execFileSync('bash', ['-c', command], {
      cwd: this.directory,
      env,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  }

  image(release: Release | string): string {
    return `${this.project}/web:${release}`;
  }

  /** An image of a release, whose name tells which; no other site has one of its id, which Docker knows when it was named. */
  build(release: string): void {
    const directory = mkdtempSync(join(this.parent, 'image-'));
    writeFileSync(join(directory, 'server.js'), SERVER);
    writeFileSync(
      join(directory, 'Dockerfile'),
      `FROM ${images.node}\nCOPY server.js /server.js\nENV RELEASE=${release === 'v2' ? 'v2-bad' : release}\nLABEL only=${this.project}\nCMD ["node", "/server.js"]\n`,
    );
    docker('build', '-q', '-t', this.image(release), directory);
  }

  /** The configuration that `--dir` prints, with what the practice sets besides. */
  async configure(): Promise<void> {
    const { deployment } = await findDeployment(this.directory);
    const { deployment: more } = this.practice;
    const set = {
      ...deployment,
      stateDirectory: this.state,
      health: {},
      links: {},
      ...(typeof more === 'function' ? more(this) : more),
    };
    this.config = {
      deployment: JSON.stringify(set),
      operator: 'test',
      timeouts: JSON.stringify({ restart: 40, verify: 20, undo: 60 }),
    };
  }

  /** What it is configured as. */
  deployment(): unknown {
    return JSON.parse(this.config['deployment'] ?? '{}');
  }

  /** Deploys one release after the other, and takes the configuration: what is seen of each. */
  async deployBoth(): Promise<{ readonly good: Services; readonly bad: Services }> {
    this.deploy('v1');
    const good = lookAt(this.project);
    this.deploy('v2');
    await this.configure();
    return { good, bad: lookAt(this.project) };
  }

  /** Runs the program as it is, without an engine. `supplies`: what of the deployment is asked for besides. */
  async run(
    preview: boolean,
    request: Readonly<Record<string, string>>,
    more: NodeJS.ProcessEnv = {},
    supplies: Readonly<Record<string, unknown>> = {},
  ): Promise<Ended> {
    const outputs = join(this.parent, `outputs-${(this.turn += 1)}.json`);
    const temporary = mkdtempSync(join(this.parent, 'tmp-'));
    const env = { ...process.env, TMPDIR: temporary, ...more };
    const own = this.deployment() as object;
    const deployment = JSON.stringify({ ...own, ...supplies });
    const config = { ...this.config, deployment, ...request };
    const asked = { stack: 'deployments', preview, config, outputs };
    const ended = await startProgram(asked, env, ROOT).ended;
    rmSync(temporary, { recursive: true, force: true });
    return ended;
  }

  remove(): void {
    // Probes of links are ours and not Compose's.
    for (const label of ['com.docker.compose.project', 'chronos-rollback.project']) {
      const ids = docker('ps', '-aq', '--filter', `label=${label}=${this.project}`);
      if (ids) docker('rm', '-f', '-v', ...ids.split('\n'));
    }
    const ours = [`label=com.docker.compose.project=${this.project}`, `name=^${this.project}-`];
    for (const kind of ['network', 'volume'])
      for (const filter of ours) {
        const names = docker(kind, 'ls', '-q', '--filter', filter);
        if (names) docker(kind, 'rm', ...names.split('\n'));
      }
    const pins = docker('image', 'ls', '--format', '{{.Repository}}:{{.Tag}}');
    const own = pins.split('\n').filter((name) => name.includes(this.project));
    if (own.length > 0) docker('image', 'rm', '-f', ...own);
    rmSync(this.parent, { recursive: true, force: true });
  }
}
