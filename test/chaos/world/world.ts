import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { docker } from '../../support/demo/demo';
import { Deployment } from '../../support/host/deployment';
import { until } from '../../support/host/host';
import { filesOf, type Places, type Release } from './app';
import { Postgres } from './content';
import type { Daemon } from './daemon';
import { Data } from './data';
import { APPS, Images } from './images';
import { Mounts } from './mounts';
import { isUp, type Service, servicesOf } from './services';

/** Everything that a rollback answers for, in one value. */
export interface Standing {
  readonly head: string;
  readonly branch: string;
  /** How often the checkout has moved, whoever moved it but for the kinds. */
  readonly moves: number;
  readonly modified: string;
  /** What git says of files that are staged, modified or not its own. */
  readonly status: string;
  readonly services: Readonly<Record<string, Service>>;
  /** The image that each app service's name points to. */
  readonly names: Readonly<Record<string, string>>;
  readonly oid: string;
  readonly content: string;
}

const RELEASES: Readonly<Record<string, Release>> = {
  v0: { isDead: true },
  v1: {},
  v2: {},
};
const SERVICES = ['api', 'db', 'other', 'web'];

/** A small deployment of three releases, of which the newest runs, with a backup from before it was deployed. */
export class World extends Deployment {
  readonly places: Places;
  readonly mounts = new Mounts();
  readonly images = new Images(this.project, this.parent);
  readonly postgres = new Postgres(() => this.container('db'));
  readonly data = new Data(this.postgres);
  readonly commits: Record<string, string> = {};
  /** What somebody has changed in the checkout, as a diff. */
  edits = '';

  /** The disk that the database's files are on, where that is one of their own. */
  private readonly disk = new Mounts();
  /** The Docker daemon that all of it runs on, where that may be killed. */
  readonly daemon: Daemon | undefined;

  constructor({ bytes, daemon }: { readonly bytes?: number; readonly daemon?: Daemon } = {}) {
    super();
    this.daemon = daemon;
    this.places = {
      project: this.project,
      backups: join(this.parent, 'backups'),
      script: join(this.parent, 'script'),
      effects: join(this.parent, 'effects'),
      ...(daemon && { subnet: daemon.subnet }),
      ...(bytes !== undefined && { data: join(this.parent, 'data') }),
    };
    if (bytes === undefined || this.places.data === undefined) return;
    mkdirSync(this.places.data);
    this.disk.sized(this.places.data, bytes);
  }

  /** Builds the releases, brings the newest up and fills its database. */
  async launch(): Promise<void> {
    for (const directory of [this.places.backups, this.places.script]) mkdirSync(directory);
    chmodSync(this.places.backups, 0o777);
    let before = 'HEAD';
    for (const [name, release] of Object.entries(RELEASES)) {
      this.commits[name] = this.release(name, filesOf(name, before, release, this.places));
      for (const script of ['deploy', 'health-check'])
        chmodSync(join(this.directory, `deployment/${script}.sh`), 0o755);
      this.images.build(name, this.commits[name] ?? '', this.directory);
      before = name;
    }
    this.bringUp('--wait');
    await this.answersAgain();
    this.data.fill();
  }

  /** Waits until the database lets clients in. */
  async answersAgain(): Promise<void> {
    await until(
      () => this.answers('db', 'psql', '-h', '127.0.0.1', '-U', 'app', '-c', '', '-w', '-d', LOCAL),
      120,
    );
  }

  /** Git of somebody who works past all rollbacks: how often they move the checkout is not counted. */
  byHand(...words: string[]): string {
    return this.git('-c', 'user.name=chaos', '-c', 'user.email=chaos@localhost', ...words);
  }

  /** Somebody deploys a release that is newer than all others, whatever is at work. */
  deployNewer(): void {
    this.byHand('checkout', '-q', '--detach');
    appendFileSync(join(this.directory, 'server.js'), '// newer\n');
    this.byHand('commit', '-q', '-m', 'A newer release', 'server.js');
    this.images.build('v3', this.git('rev-parse', 'HEAD'), this.directory);
    this.bringUp('--wait');
    appendFileSync(join(this.state, 'deployments.jsonl'), this.images.record('v3', Date.now()));
  }

  private bringUp(...options: string[]): void {
    this.up('--no-build', ...options);
  }

  /** Everything as it was after the launch, whatever has become of it. */
  async reset(): Promise<void> {
    this.mounts.clear();
    rmSync(this.state, { recursive: true, force: true });
    rmSync(this.places.effects, { force: true });
    for (const name of ['health', 'hold', 'astray']) rmSync(join(this.places.script, name), { force: true });
    this.resetCheckout();
    this.images.bringBack();
    this.images.deploy('v2');
    this.recordDeployments();
    this.removeProbes();
    if (!existsSync(join(this.places.backups, 'before.dump'))) throw new Error('the backup is gone');
    this.bringUp('--wait');
    this.endCommandsInside();
    this.images.removePins();
    this.data.reset();
    await until(() => this.isWell(), 60);
  }

  private removeProbes(): void {
    const probes = docker('ps', '-aq', '--filter', `label=chronos-rollback.project=${this.project}`);
    if (probes.length > 0) docker('rm', '-f', ...probes);
  }

  /** Ends what a world was made wrong with: a command that runs on in the database's container. */
  private endCommandsInside(): void {
    for (const line of docker('top', this.container('db'), '-eo', 'pid,args').slice(1)) {
      const [, pid] = /^\s*(\d+)\s+sleep\b/.exec(line) ?? [];
      if (pid !== undefined) process.kill(Number(pid));
    }
  }

  override remove(): void {
    this.mounts.clear();
    this.disk.clear();
    this.removeProbes();
    super.remove();
  }

  /** What the deployment's own script would have written down of v1 and v2. */
  private recordDeployments(): void {
    const lines = ['v1', 'v2'].map((name, index) =>
      this.images.record(name, Date.now() - (2 - index) * 3_600_000),
    );
    mkdirSync(this.state, { recursive: true });
    writeFileSync(join(this.state, 'deployments.jsonl'), lines.join(''));
  }

  private resetCheckout(): void {
    for (const name of ['index', 'refs/heads/main'])
      rmSync(join(this.directory, `.git/${name}.lock`), { force: true });
    this.git('reset', '-q', '--hard');
    this.git('checkout', '-q', '-f', 'main');
    this.git('clean', '-q', '-ffdx', '-e', 'conf');
    this.git('stash', 'clear');
    appendFileSync(join(this.directory, 'notes.txt'), 'edited on the host\n');
    writeFileSync(join(this.directory, SCRATCH), SCRATCH);
    this.edits = this.git('diff', 'HEAD');
  }

  /** Whether the file that git does not know is as somebody has left it. */
  hasScratch(): boolean {
    const file = join(this.directory, SCRATCH);
    return existsSync(file) && readFileSync(file, 'utf8') === SCRATCH;
  }

  isWell(): boolean {
    const { services } = servicesOf(this.project);
    return SERVICES.every((name) => isUp(services[name]));
  }

  standing(): Standing {
    const live = this.postgres.databases().find(({ name }) => name === 'app');
    return {
      head: this.git('rev-parse', 'HEAD'),
      branch: this.git('branch', '--show-current'),
      moves: this.moves(),
      modified: this.git('diff', 'HEAD'),
      status: this.git('--no-optional-locks', 'status', '--porcelain', '--untracked-files=all'),
      services: servicesOf(this.project).services,
      names: Object.fromEntries(APPS.map((service) => [service, this.image(this.images.nameOf(service))])),
      oid: live?.oid ?? '',
      content: live?.open ? this.postgres.content('app') : '',
    };
  }

  /** Each move of HEAD is a line of its log: `<from> <to> <who> <when>\t<what>`. */
  private moves(): number {
    const lines = readFileSync(join(this.directory, '.git/logs/HEAD'), 'utf8').split('\n').filter(Boolean);
    return lines.filter((line) => line.slice(0, 40) !== line.slice(41, 81) && !line.includes(' chaos <'))
      .length;
  }

  /** The lines that commands with an effect have left, in order. */
  effects(): string[] {
    if (!existsSync(this.places.effects)) return [];
    return readFileSync(this.places.effects, 'utf8').split('\n').filter(Boolean);
  }

  /** What the api's health check is to answer, one code a call, each server from its first on. */
  answer(codes: readonly number[]): void {
    writeFileSync(join(this.places.script, 'health'), codes.join(' '));
  }

  /** Whether a file is there that apps or deploy script go by: `hold`, `astray`. */
  script(name: 'hold' | 'astray', yes: boolean): void {
    const file = join(this.places.script, name);
    if (yes) writeFileSync(file, '');
    else rmSync(file, { force: true });
  }

  /** The journal's lines as they stand; empty while there is none. */
  journalText(): string {
    const file = join(this.state, 'journal.jsonl');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }
}

/** A file in the checkout that git does not know, of that content. */
export const SCRATCH = 'scratch.txt';
const LOCAL = 'postgresql://app:app@127.0.0.1/postgres';
