import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { docker } from '../../support/demo/demo';

/** The app services, which every release has an image for. */
export const APPS = ['api', 'web'] as const;

/** The images of a deployment's releases. */
export class Images {
  private readonly ids: Record<string, string> = {};
  private readonly commits: Record<string, string> = {};
  /** Where images are kept that were pruned. */
  private readonly kept: string;

  constructor(
    private readonly project: string,
    parent: string,
  ) {
    this.kept = join(parent, 'pruned.tar');
  }

  /** The name by which the Compose file knows a service's image. */
  readonly nameOf = (service: string): string => `${this.project}-${service}:latest`;
  private readonly tagsOf = (release: string): string[] =>
    APPS.map((service) => `${this.project}-${service}:${release}`);

  /** Builds the release that is checked out in a directory, and gives its services that. */
  build(release: string, commit: string, directory: string): void {
    const tags = this.tagsOf(release);
    const words = [
      '--network=host',
      '--build-arg',
      `COMMIT=${commit}`,
      ...tags.flatMap((tag) => ['-t', tag]),
    ];
    execFileSync('docker', ['build', '-q', ...words, '.'], { cwd: directory, stdio: 'pipe' });
    this.commits[release] = commit;
    this.ids[release] = docker('image', 'inspect', '-f', '{{.Id}}', ...tags)[0] ?? '';
    this.deploy(release);
  }

  /** The services' names are a release's from here on. */
  deploy(release: string): void {
    for (const service of APPS) docker('tag', this.idOf(release), this.nameOf(service));
  }

  idOf(release: string): string {
    return this.ids[release] ?? '';
  }
  /** The line of a release that the deployment's own script writes down: when it came up, in milliseconds. */
  record(release: string, at: number): string {
    const line = {
      at: new Date(at).toISOString(),
      commit: this.commits[release],
      describe: release,
      images: Object.fromEntries(APPS.map((service) => [service, this.idOf(release)])),
      backup: null,
      by: 'chaos',
      outcome: 'healthy',
    };
    return `${JSON.stringify(line)}\n`;
  }
  /** Whether an image is a release's, be it one that was built later from the same commit. */
  isOf(image: string, release: string): boolean {
    if (image === '' || image === this.idOf(release)) return image !== '';
    const format = '{{index .Config.Labels "org.opencontainers.image.revision"}}';
    return docker('image', 'inspect', '-f', format, image).join() === this.commits[release];
  }

  /** Removes the images of a release, as a prune would. */
  prune(release: string): void {
    const tags = this.tagsOf(release);
    docker('save', '-o', this.kept, ...tags);
    docker('rmi', ...tags);
  }
  /** The same images are back. */
  bringBack(): void {
    if (!existsSync(this.kept)) return;
    docker('load', '-i', this.kept);
    rmSync(this.kept);
  }

  /** Removes the names by which rollbacks have kept images. */
  removePins(): void {
    const format = '{{.Repository}}:{{.Tag}}';
    const pins = docker('images', '--format', format, `chronos-rollback/${this.project}-*`);
    if (pins.length > 0) docker('rmi', ...pins);
  }
}
