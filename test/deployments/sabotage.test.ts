import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { docker, idsOf } from './outside';
import { practiceCalled } from './practices/all';
import { rollBackWith } from './rollbacks';
import { Site } from './site';
import { depth } from '../support/depth';

jest.setTimeout(240_000);

let site: Site | undefined;
afterEach(() => site?.remove());

async function deployed(title: string): Promise<Site> {
  const made = (site = new Site(practiceCalled(title)));
  await made.deployBoth();
  return made;
}
/** Has the file of v2 for a moment, while a command runs. */
function withFile(at: Site, file: string, command: string): void {
  at.git('checkout', '-q', 'v2', '--', file);
  at.type(command);
  at.git('checkout', '-q', 'v1', '--', file);
}

const SABOTAGE: readonly [string, string, (at: Site) => void][] = [
  ['has the old environment', 'env-file', (at) => withFile(at, 'config/app.env', 'docker compose up -d')],
  ['runs the old image', 'tracked-env', (at) => at.type('APP_TAG=v2 docker compose up -d')],
  [
    'has the old file mounted',
    'mount-file',
    (at) => withFile(at, 'proxy.conf', 'docker compose up -d --force-recreate'),
  ],
  [
    'has another file below what it has mounted',
    'subdirectory',
    (at) => at.write({ 'src/page.txt': 'bad page' }),
  ],
  [
    'has another file in a directory that is a volume',
    'volume-device',
    (at) => at.write({ 'src/page.txt': 'bad page' }),
  ],
  ['has a container less', 'scaled', (at) => docker('rm', '-f', Object.values(idsOf(at.project))[0] ?? '')],
  ['has the name of its image moved', 'tag-undo', (at) => docker('tag', at.image('v2'), at.image('v1'))],
];

test.each(depth(SABOTAGE.slice(0, 1), SABOTAGE))(
  'a service that %s after the restart is not said to be recovered',
  async (_, title, sabotage) => {
    const at = await deployed(title);
    const { outputs, text } = await rollBackWith(at, () => sabotage(at));
    expect({ status: outputs?.status, text }).not.toMatchObject({ status: 'recovered' });
    expect(['degraded', 'undone']).toContain(outputs?.status);
  },
);

const IDLE = ['mount-dir', 'mount-file', 'secret-file', 'env-file', 'tag-undo'];

test.each(depth(IDLE.slice(0, 1), IDLE))(
  'where bringing up does nothing, nothing is said to be recovered: %s',
  async (title) => {
    const at = await deployed(title);
    const bin = join(at.parent, 'bin');
    mkdirSync(bin);
    const path = process.env['PATH'] ?? '';
    writeFileSync(
      join(bin, 'docker'),
      `#!/bin/bash\nif [[ $1 == compose && " $* " == *" up "* ]]; then exit 0; fi\nPATH='${path}' exec docker "$@"\n`,
    );
    chmodSync(join(bin, 'docker'), 0o755);
    const { outputs, text } = await at.run(false, { commit: 'v1' }, { PATH: `${bin}:${path}` });
    expect({ status: outputs?.status, text }).not.toMatchObject({ status: 'recovered' });
    expect(['degraded', 'undone', 'stranded']).toContain(outputs?.status);
  },
);
