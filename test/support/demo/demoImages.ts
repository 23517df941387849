import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SERVICES = ['backend', 'frontend'];
const KEPT = 'chronos-test-';

const run = (command: string, args: readonly string[], cwd: string, env = process.env) =>
  execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: 'pipe' }).trim();

/** Builds the images of a commit outside of the deployment, as those of a project of their own. */
function build(directory: string, commit: string, project: string): void {
  const aside = mkdtempSync(join(tmpdir(), 'chronos-images-'));
  try {
    run('git', ['clone', '--quiet', '--no-checkout', directory, aside], directory);
    run('git', ['checkout', '--quiet', '--detach', commit], aside);
    for (const file of ['.env', 'build-ca.crt'].filter((name) => existsSync(join(directory, name))))
      copyFileSync(join(directory, file), join(aside, file));
    const compose = ['compose', '-p', project, '-f', 'docker-compose.production.yml'];
    const env = { ...process.env, COMPOSE_PROJECT_NAME: project };
    run('docker', [...compose, 'build', '-q', '--build-arg', `COMMIT=${commit}`, ...SERVICES], aside, env);
  } finally {
    rmSync(aside, { recursive: true });
  }
}

/** The id of the image that the services are built on, as the deployment's `.env` names it. */
function baseImage(directory: string): string {
  const name = /^NODE_IMAGE=(.*)$/m.exec(readFileSync(join(directory, '.env'), 'utf8'))?.[1];
  if (name === undefined) throw new Error(`${directory}/.env names no NODE_IMAGE`);
  return run('docker', ['image', 'inspect', '-f', '{{.Id}}', name], directory).slice('sha256:'.length, 19);
}

/** What was built on an image that has another content by now is of no use to any run. */
function removeImagesOfOtherBases(base: string): void {
  const names = run('docker', ['image', 'ls', '--format', '{{.Repository}}:{{.Tag}}', `${KEPT}*`], tmpdir());
  const old = names.split('\n').filter((name) => name !== '' && !name.startsWith(`${KEPT}${base}-`));
  if (old.length > 0) spawnSync('docker', ['image', 'rm', ...old]);
}

/**
 * Gives a demo the images of a release under the names of its commit, as its deploy script leaves them. They are built once
 * for all runs and kept, each release's under a project of no deployment: Compose labels what it builds with its project,
 * and containers get the labels of their image.
 */
export function provideImages(directory: string, project: string, release: string): void {
  const commit = run('git', ['rev-parse', `${release}^{commit}`], directory);
  const base = baseImage(directory);
  const keeper = `${KEPT}${base}-${commit.slice(0, 12)}`;
  const kept = (service: string) => `${keeper}-${service}:latest`;
  if (spawnSync('docker', ['image', 'inspect', ...SERVICES.map(kept)]).status !== 0) {
    removeImagesOfOtherBases(base);
    build(directory, commit, keeper);
  }
  for (const service of SERVICES)
    run('docker', ['tag', kept(service), `${project}-${service}:${commit}`], directory);
}
