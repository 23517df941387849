import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provideImages } from './demoImages';

/** What a command printed, both streams in one, and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly text: string;
}

/** A line of the deploy record, in format 2. */
export interface Deployment {
  readonly number: number;
  readonly at: string;
  readonly commit: string;
  readonly tag: string;
  readonly images: { readonly backend: string; readonly frontend: string };
  readonly before: { readonly backup: { readonly path: string; readonly sha256: string } };
  readonly by: string;
  readonly outcome: 'healthy' | 'unhealthy';
  readonly rolledBackFrom?: string;
}

const CLI = join(__dirname, '../../../demo/demo.mjs');

/** The lines a docker command prints. */
export const docker = (...args: string[]): string[] =>
  execFileSync('docker', args, { encoding: 'utf8' }).split('\n').filter(Boolean);

function ended(command: string, args: readonly string[], cwd?: string): Ended {
  // A busy machine takes as long as it takes.
  const env = { ...process.env, CHRONOS_DEADLINE: '300' };
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', env, ...(cwd && { cwd }) });
  return { code: status, text: `${stdout}${stderr}` };
}

/** Runs the demo's command line. */
export const demoCli = (...args: string[]): Ended => ended(process.execPath, [CLI, ...args]);

/** A CHRONOS deployment of a test's own, in a directory of its own, under a project of its own. */
export class Demo {
  readonly project = `t-${randomBytes(4).toString('hex')}`;
  readonly parent = mkdtempSync(join(tmpdir(), 'chronos-'));
  readonly directory = join(this.parent, 'chronos-financial');
  readonly state = join(this.parent, 'state');

  /** Where its images come from: `built` by its own script, or those that are kept for all runs. */
  constructor(private readonly images: 'built' | 'kept' = 'kept') {}

  create(...options: string[]): Ended {
    const place = ['--directory', this.directory, '--state', this.state];
    return demoCli('create', ...place, '--project', this.project, ...options);
  }

  deploy(release: string): Ended {
    if (this.images === 'kept') provideImages(this.directory, this.project, release);
    return demoCli('deploy', '--directory', this.directory, release);
  }

  /** Removes the deployment; what is left of its parent directory goes too. */
  clean(): Ended {
    const result = demoCli('clean', '--directory', this.directory);
    if (result.code === 0) rmSync(this.parent, { recursive: true });
    return result;
  }

  /** Runs one of CHRONOS's own scripts for production. */
  script(name: 'deploy' | 'health-check', ...args: string[]): Ended {
    return ended(`./deployment/scripts/${name}.sh`, ['production', ...args], this.directory);
  }

  git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.directory, encoding: 'utf8' }).trim();
  }

  container(service: string): string {
    // What Compose builds has these labels in the image, and so has a probe that runs from it.
    const labels = [
      `com.docker.compose.project=${this.project}`,
      `com.docker.compose.service=${service}`,
      'com.docker.compose.oneoff=False',
    ];
    const [id] = docker(
      'ps',
      '-aq',
      '--no-trunc',
      ...labels.flatMap((label) => ['--filter', `label=${label}`]),
    );
    if (id === undefined) throw new Error(`${this.project} has no container for ${service}`);
    return id;
  }

  /** Where a service answers just now: Docker assigns a new port with each container. */
  url(service: 'backend' | 'frontend', path: string): string {
    const [address] = docker('port', this.container(service), service === 'backend' ? '8080' : '3000');
    return `http://${address}${path}`;
  }

  deployments(): Deployment[] {
    const lines = readFileSync(join(this.state, 'deployments.jsonl'), 'utf8').trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line) as Deployment);
  }
}
