import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../load';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
let home: string;
let bin: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'chronos-set-up-'));
  bin = join(home, 'bin');
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, 'node'));
  for (const name of ['sh', 'env', 'cat', 'chmod', 'flock'])
    symlinkSync(spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim(), join(bin, name));
});
afterEach(() => rmSync(home, { recursive: true }));

const command = (name: string, lines: string) =>
  writeFileSync(join(bin, name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });

describe('a package that only the tests need', () => {
  it('is on record by version and origin, and by nothing that apt prints', () => {
    const made = `printf '#!/bin/sh\\necho version: 0.0.7\\n' >'${bin}/shellcheck'; chmod +x '${bin}/shellcheck'`;
    command('apt-get', `${made}; echo 'Reading package lists...'`);
    const env = { PATH: bin, HOME: home, XDG_CACHE_HOME: home };
    const { status, stderr } = spawnSync(join(root, 'tools/setup'), ['--only', 'shellcheck'], {
      env,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const record: unknown = JSON.parse(
      readFileSync(join(home, 'chronos-rollback', version, 'setup.json'), 'utf8'),
    );
    expect(record).toEqual({ shellcheck: { version: '0.0.7', origin: 'distribution package' } });
  });
});
