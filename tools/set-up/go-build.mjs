import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ask, onPath, run } from './command.mjs';
import { root, workDirectory } from './places.mjs';

/**
 * Builds a command of a published Go module at the versions and checksums pinned in `go/<module>/`, and gives the
 * new executable to `place`, which moves it to where it belongs.
 */
export async function goBuild({ cache }, { module, target, name, variables = {} }, place) {
  const [go] = onPath('go', `${process.env.PATH}:/usr/local/go/bin`);
  if (!go) throw new Error('Go is not on PATH (1.25 or later is needed)');
  const work = workDirectory(cache);
  const set = Object.entries(variables).map(([variable, value]) => `-X ${variable}=${value}`);
  const file = join(work, name);
  try {
    await run(
      go,
      [
        'build',
        '-mod=readonly',
        '-buildvcs=false',
        '-trimpath',
        '-ldflags',
        ['-s -w', ...set].join(' '),
        '-o',
        file,
        target,
      ],
      {
        cwd: join(root, 'tools/set-up/go', module),
        env: { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' },
        seconds: 1800,
        log: join(cache, 'log', `${name}.log`),
      },
    ).catch(async (error) => {
      throw new Error(`${error.message} [${await ask(go, ['version'])}]`);
    });
    return await place(file);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
