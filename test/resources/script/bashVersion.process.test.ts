import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { hostRefusal } from '../../../machines/detect/identify/hostRefusals';
import { BASH_GUARD, oldBash } from '../../../resources/script/bashVersion';
import { DeploymentHost } from '../../../resources/host/deploymentHost';
import { HostClient } from '../../../resources/host/hostClient';
import { localTransport } from '../../../resources/transport/pulumi';
import { saying, settings } from '../../fixtures';

const bin = mkdtempSync(join(tmpdir(), 'no-bash-'));
afterAll(() => rmSync(bin, { recursive: true }));

/** The engine's command provider: a line run by /bin/sh with its standard input. */
function provide(env: NodeJS.ProcessEnv): void {
  pulumi.runtime.setMocks({
    newResource: ({ inputs }) => ({ id: '', state: inputs as Record<string, unknown> }),
    call: ({ inputs: { command, stdin } }) => {
      const ran = spawnSync('/bin/sh', ['-c', command as string], {
        input: stdin as string,
        env,
        encoding: 'utf8',
      });
      if (ran.status !== 0) throw new Error(`exit status ${ran.status}: ${ran.stderr}`);
      return { command: command as string, stdout: ran.stdout, stderr: ran.stderr };
    },
  });
}
const refused = async () => {
  const host = new DeploymentHost(
    new HostClient(localTransport),
    settings(),
    'organization/chronos-rollback/production',
  );
  return hostRefusal(settings(), await host.facts());
};
const REFUSAL = {
  code: 'host.missing-tools',
  what: saying('bash 5'),
  accepts: saying('bash 5', 'git', 'docker', 'curl', 'flock', 'timeout', 'iconv', 'awk', 'tar'),
  next: 'install: bash',
};

test('a host without bash is refused by name, through the real transport', async () => {
  provide({ PATH: bin });
  expect(await refused()).toEqual({ ...REFUSAL, got: 'no bash' });
});

test('a shell that is called bash and is none, is refused before it comes to what it cannot read', async () => {
  symlinkSync('/bin/dash', join(bin, 'bash'));
  provide({ PATH: bin });
  expect(await refused()).toEqual({ ...REFUSAL, got: expect.stringMatching(/^bash /) as string });
});

test.each([
  ['4.2.46(2)-release', 'bash 4.2.46(2)-release'],
  ['3.2.57(1)-release', 'bash 3.2.57(1)-release'],
])('bash %s ends at the first lines and says its version', (version, says) => {
  const old = BASH_GUARD.replaceAll('BASH_VERSINFO', 'OLD_MAJOR').replaceAll('BASH_VERSION', 'OLD');
  const stdout = execFileSync('bash', ['-s'], {
    input: `${old}\n{ this cannot be read ((\n`,
    env: { OLD_MAJOR: version.slice(0, 1), OLD: version },
    encoding: 'utf8',
  });
  expect(oldBash(stdout)).toBe(says);
});

test('with bash 5 the script runs, its output unchanged and its exit code an error', async () => {
  provide(process.env);
  await expect(localTransport.run('printf "%s" "$0 $-"; read -r line || echo " $line"')).resolves.toMatch(
    /^bash/,
  );
  await expect(localTransport.run('echo why >&2; exit 3')).rejects.toThrow();
});
