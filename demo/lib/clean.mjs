import { existsSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { readDemo } from './create.mjs';
import { DemoError, docker, dockerList } from './run.mjs';

/** Removes what a docker `list` command finds under any of the labels. */
function removeLabelled(labels, list, remove) {
  const ids = labels.flatMap((label) => dockerList(...list, '--filter', `label=${label}`));
  if (ids.length > 0) docker(...remove, ...new Set(ids));
  return new Set(ids).size;
}

/** The app services' images and the rollback's pins of them; never a base image. */
function imagesOf(project) {
  const own = new RegExp(`^(chronos-rollback/)?${project}-(backend|frontend|postgres)([-_.][^:]*)?:`);
  const tags = dockerList('images', '--format', '{{.Repository}}:{{.Tag}}').filter((image) =>
    own.test(image),
  );
  return tags.filter((tag) => !tag.endsWith(':<none>'));
}

/** Removes a demo: its containers, probes, volumes, networks, images, pins, state and directory; nothing else. */
export function clean({ directory: given }) {
  const directory = resolve(given);
  if (!existsSync(directory)) return console.log(`clean     ${directory} is not there`);
  const demo = readDemo(directory);
  if (!demo) throw new DemoError(`${directory} is no demo: nothing has been removed`);

  const compose = `com.docker.compose.project=${demo.project}`;
  const labels = [compose, `chronos-rollback.project=${demo.project}`];
  const containers = removeLabelled(labels, ['ps', '-aq'], ['rm', '--force', '--volumes']);
  const networks = removeLabelled(labels, ['network', 'ls', '-q'], ['network', 'rm']);
  const volumes = removeLabelled(labels, ['volume', 'ls', '-q'], ['volume', 'rm']);
  const images = imagesOf(demo.project);
  if (images.length > 0) docker('rmi', ...images);
  // The directory last: it holds what a second attempt has to know.
  for (const place of [demo.state, directory]) rmSync(place, { recursive: true, force: true });
  console.log(
    `clean     ${demo.project}: ${containers} containers, ${networks} networks, ${volumes} volumes, ` +
      `${images.length} image tags, ${demo.state}, ${directory}`,
  );
}
