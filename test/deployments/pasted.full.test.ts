import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../chaos/engine/cli';
import { idsOf, lookAt } from './outside';
import { practiceCalled } from './practices/all';
import { Site } from './site';

jest.setTimeout(300_000);

let site: Site | undefined;
afterEach(() => {
  if (site) rmSync(join(ROOT, `Pulumi.${site.project}.yaml`), { force: true });
  site?.remove();
});

const PASTED = ['worker', 'two-files', 'subdirectory', 'one-shot', 'profile'];

test.each([...PASTED.map((title) => [title, 'pasted'] as const), ['tracked-env', 'kept'] as const])(
  'what --dir prints of %s works when it is %s',
  (title, how) => {
    const at = (site = new Site(practiceCalled(title)));
    const env = {
      ...process.env,
      XDG_STATE_HOME: join(at.parent, 'own'),
      PULUMI_BACKEND_URL: undefined,
      PULUMI_CONFIG_PASSPHRASE: undefined,
    };
    const type = (line: string, cwd = ROOT) => {
      const { status, stdout, stderr } = spawnSync('bash', ['-c', line], { cwd, env, encoding: 'utf8' });
      return { code: status, text: `${stdout}${stderr}` };
    };
    const rollback = (words: string) => type(`./rollback ${words} --stack ${at.project}`);
    at.deploy('v1');
    const good = lookAt(at.project);
    at.deploy('v2');
    const bad = lookAt(at.project);

    const looked = rollback(`--dir ${at.directory} --to v1`);
    expect(looked).toEqual({ code: 0, text: expect.stringContaining(' v1') as string });
    expect(lookAt(at.project)).toEqual(bad);
    const lines = looked.text.split('\n').flatMap((line) => /^\s*\$ (.+)$/.exec(line)?.[1] ?? []);
    const pasted = lines.slice(lines.findIndex((line) => line.includes('config set')));
    expect(pasted.length).toBeGreaterThan(3);
    const [, shell = ''] = /^with +(.+)$/m.exec(looked.text) ?? [];
    if (how === 'pasted') expect(type([shell, ...pasted].join('\n'))).toMatchObject({ code: 0 });
    else expect(rollback(`--dir ${at.directory} --keep`)).toMatchObject({ code: 0 });
    expect(existsSync(join(ROOT, `Pulumi.${at.project}.yaml`))).toBe(true);
    // Where the state of a test is nobody's business of this machine.
    const own = `--path deployment.stateDirectory ${at.state}`;
    expect(type(`${shell}\n${pasted[0]?.replace(/--path .*/, own) ?? ''}`)).toMatchObject({ code: 0 });

    const ended = rollback('up --to v1 --yes');
    expect(ended).toEqual({ code: 0, text: expect.stringMatching(/END {4}recovered/) as string });
    expect(lookAt(at.project)).toEqual(good);
    const ids = idsOf(at.project);
    at.up();
    expect(idsOf(at.project)).toEqual(ids);
  },
);
