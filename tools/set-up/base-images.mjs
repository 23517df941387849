import { ask, run } from './command.mjs';
import { makeNodeImage, makePostgresImage } from './local-images.mjs';

let refused;

/** An image of the demo: pulled, or made on this machine where there is no image registry. */
const image = ({ key, title, official, local, make }) => ({
  name: title,
  key: `images.${key}`,
  store: ({ ref }) => ref,
  describe: ({ ref, origin }) => `${ref}, ${origin}`,
  async check() {
    for (const ref of [official, local]) {
      if (await ask('docker', ['image', 'inspect', '--format', '{{.Id}}', ref])) {
        return { ref, origin: ref === official ? 'pulled' : 'made here' };
      }
    }
    return undefined;
  },
  ways: [
    { way: 'pulling', origin: 'pulled', official: true, provide: () => pull(official) },
    { way: 'making it here', origin: 'made here', provide: make },
  ],
  todo: () => [
    `Make \`docker pull ${official}\` work (a registry mirror or proxy of the Docker engine), or run this as root on`,
    'Debian with access to its package mirror; then run tools/setup --retry-official again.',
  ],
});

export const nodeImage = image({
  key: 'node',
  title: 'Node image',
  official: 'node:20-slim',
  local: 'chronos-rollback/demo-node:20',
  make: makeNodeImage,
});

export const postgresImage = image({
  key: 'postgres',
  title: 'PostgreSQL image',
  official: 'postgres:15',
  local: 'chronos-rollback/demo-postgres:15',
  make: makePostgresImage,
});

/** A registry that did not answer for one image is not asked for the next. */
async function pull(ref) {
  if (refused) throw refused;
  await run('docker', ['pull', '--quiet', ref], { seconds: 300 }).catch((error) => {
    refused = new Error(error.message.replace(/^Error response from daemon: /, ''));
    throw refused;
  });
}
